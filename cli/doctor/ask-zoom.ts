import { ZoomAccountError, ZoomError, ZoomFinalError, ZoomNotReadyError } from '../../shared/zoom/errors.ts';
import { call } from '../../shared/zoom/http.ts';
import { readAnswer } from '../../shared/zoom/read-answer.ts';

export type Asking = {
  readonly apiUrl: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly random: () => number;
};

/** Why a list may not be read: a scope that is missing, the plan or a role, or something that may pass. */
export type Refusal = { readonly kind: 'scope' | 'plan' | 'trouble'; readonly says: string };

/** Asks for one list. Undefined: it may be read. */
export type AskZoom = (list: { readonly path: string; readonly rowsName: string }) => Promise<Refusal | undefined>;

/** Zoom's codes for a scope that the token lacks. */
const scopeCodes: ReadonlySet<number | undefined> = new Set([104, 4700, 4711]);

export const createAskZoom =
  (token: string, { apiUrl, ...deps }: Asking): AskZoom =>
  async ({ path, rowsName }) => {
    try {
      const raw = await call(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } }, deps);
      readAnswer(raw, { rowsName, hadPageToken: false }, deps);
      return undefined;
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      // That there is no such meeting is the right answer.
      if (error instanceof ZoomNotReadyError || error instanceof ZoomFinalError) return undefined;
      if (!(error instanceof ZoomAccountError)) return { kind: 'trouble', says: error.message };
      return { kind: scopeCodes.has(error.answer.code) ? 'scope' : 'plan', says: error.message };
    }
  };
