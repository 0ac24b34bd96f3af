import {
  type EngineAnswer,
  type EngineCall,
  type EngineName,
  type Intercept,
  jsonAnswer,
} from '../engines/engine-call.ts';
import type { ResolvedTemplate } from '../template/resolve-template.ts';
import {
  createPolicyEvaluator,
  type Decision,
  type Grant,
  grantText,
  type PolicyEvaluator,
} from './policy-evaluator.ts';
import { requiredPermissions } from './required-permissions.ts';
import type { PolicyRequest } from './statement.ts';

export type Permissions = {
  /** Denies what the caller's role does not allow. Whoever is no function, such as a test or a command, may do all. */
  readonly intercept: Intercept;
  /**
   * From now on the template's policies count; before, functions may do nothing.
   * @returns what its policies leave open, in sentences
   * @throws {TemplateError} as {@link createPolicyEvaluator}
   */
  readonly begin: (template: ResolvedTemplate) => readonly string[];
  /** Decides a request outside of a call, and counts its grants as used. */
  readonly decide: PolicyEvaluator['decide'];
  /** Grants that allowed something since the start. */
  readonly usedGrants: () => readonly Grant[];
  readonly unusedGrants: () => readonly Grant[];
};

/** Holds every call of a function against its role, and remembers which grants were needed. */
export function enforcePermissions(): Permissions {
  let policies: { readonly template: ResolvedTemplate; readonly evaluator: PolicyEvaluator } | undefined;
  const used = new Set<string>();

  function begun() {
    if (policies === undefined) throw new Error('A function called before its policies were known.');
    return policies;
  }

  function decide(request: PolicyRequest & { readonly functionId: string }): Decision {
    const decision = begun().evaluator.decide(request);
    if (decision.allowed) for (const grant of decision.grants) used.add(grantText(grant));
    return decision;
  }

  function refusal(call: EngineCall, functionId: string): string | undefined {
    for (const request of requiredPermissions(call, begun().template)) {
      const decision = decide({ functionId, ...request });
      if (!decision.allowed) return decision.message;
    }
    return undefined;
  }

  const sorted = (isUsed: boolean) =>
    (policies?.evaluator.grants ?? []).filter((grant) => used.has(grantText(grant)) === isUsed);

  return {
    decide,
    async intercept(call, next) {
      const message = call.functionId === undefined ? undefined : refusal(call, call.functionId);
      return message === undefined ? next() : deniedAnswer(call.engine, message);
    },
    begin(template) {
      const evaluator = createPolicyEvaluator(template);
      policies = { template, evaluator };
      return evaluator.warnings;
    },
    usedGrants: () => sorted(true),
    unusedGrants: () => sorted(false),
  };
}

/**
 * What a service answers to whom its policies do not let in.
 * @param message such as `User: … is not authorized to perform: …`
 */
function deniedAnswer(engine: EngineName, message: string): EngineAnswer {
  switch (engine) {
    case 'dynamodb':
      return jsonAnswer(400, { __type: 'com.amazon.coral.service#AccessDeniedException', Message: message });
    case 'sqs': {
      // SQS writes its actions in lower case.
      const text = message.replaceAll(/sqs:\w+(?= (on resource|action))/g, (action) => action.toLowerCase());
      const body = { __type: 'com.amazon.coral.service#AccessDeniedException', Message: text };
      const answer = jsonAnswer(403, body);
      return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': 'AccessDenied;Sender' } };
    }
    case 's3': {
      const error = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
      return { status: 403, headers: { 'content-type': 'application/xml' }, body: Buffer.from(error) };
    }
    case 'events':
    case 'secretsmanager':
      return jsonAnswer(400, { __type: 'AccessDeniedException', Message: message });
  }
}
