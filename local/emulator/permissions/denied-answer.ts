import { type EngineAnswer, type EngineName, jsonAnswer } from '../engines/engine-call.ts';

/**
 * What a service answers to whom its policies do not let in.
 * @param message such as `User: … is not authorized to perform: …`
 */
export function deniedAnswer(engine: EngineName, message: string): EngineAnswer {
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
    case 'secretsmanager':
      return jsonAnswer(400, { __type: 'AccessDeniedException', Message: message });
  }
}
