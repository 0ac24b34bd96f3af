import { type Random, randomBytesFrom } from '../rows/random.ts';
import type { SimulatedAccount } from './account.ts';
import { jsonType, type Reply } from './reply.ts';

export type AccessTokens = {
  /** The account a bearer token opens, or the words of the refusal. */
  readonly accountOf: (bearer: string | undefined) => { account: SimulatedAccount } | { refused: string };
  /** Answers `POST /oauth/token`. */
  readonly grant: (request: { authorization: string | undefined; form: URLSearchParams }) => Reply;
  readonly revoke: (bearer: string | undefined) => void;
  readonly issued: () => number;
};

const refusal = (status: number, error: string, reason: string): Reply => ({
  status,
  body: JSON.stringify({ reason, error }),
});

/** Server-to-Server OAuth: one grant type, no refresh tokens. */
export function createAccessTokens(deps: {
  readonly accounts: readonly SimulatedAccount[];
  readonly scopes: readonly string[];
  readonly lifetimeSeconds: number;
  /** Whether an account's new token ends its former ones, as seen on some accounts. */
  readonly newTokenRevokesOld: boolean;
  readonly apiOrigin: () => string;
  readonly now: () => number;
  readonly random: Random;
}): AccessTokens {
  const tokens = new Map<string, { account: SimulatedAccount; expiresAtMs: number }>();
  let issued = 0;

  const grantTo = (account: SimulatedAccount): Reply => {
    if (deps.newTokenRevokesOld) {
      for (const [token, holder] of tokens) if (holder.account === account) tokens.delete(token);
    }
    const accessToken = `eyJzdiI6IjAwMDAwMiJ9.${randomBytesFrom(deps.random, 48).toString('base64url')}`;
    tokens.set(accessToken, { account, expiresAtMs: deps.now() + deps.lifetimeSeconds * 1000 });
    issued += 1;
    const body = {
      access_token: accessToken,
      token_type: 'bearer',
      expires_in: deps.lifetimeSeconds - 1,
      scope: deps.scopes.join(' '),
      api_url: deps.apiOrigin(),
    };
    return { status: 200, headers: { 'Content-Type': jsonType }, body: JSON.stringify(body) };
  };

  return {
    accountOf(bearer) {
      const holder = bearer === undefined ? undefined : tokens.get(bearer);
      if (holder === undefined) return { refused: 'Invalid access token.' };
      if (deps.now() >= holder.expiresAtMs) return { refused: 'Access token is expired.' };
      return { account: holder.account };
    },
    grant({ authorization, form }) {
      const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
      if (encoded === undefined) return refusal(401, 'invalid_client', 'Missing client credentials.');
      const [clientId, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
      const account = deps.accounts.find(
        (known) => known.clientId === clientId && known.clientSecret === secret.join(':'),
      );
      if (account === undefined) return refusal(400, 'invalid_client', 'Invalid client_id or client_secret');
      if (form.get('grant_type') !== 'account_credentials') {
        return refusal(400, 'unsupported_grant_type', 'unsupported grant type');
      }
      if (form.get('account_id') !== account.accountId) return refusal(400, 'invalid_request', 'Bad Request');
      return grantTo(account);
    },
    revoke(bearer) {
      if (bearer !== undefined) tokens.delete(bearer);
    },
    issued: () => issued,
  };
}
