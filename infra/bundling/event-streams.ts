/**
 * Stands in for `@smithy/core/event-streams` inside the functions' bundles.
 *
 * The SDK imports it when an operation streams events, which none that is used here does. For the sake of that `import()` esbuild would
 * keep the whole core of the SDK, in wrappers: a twelfth of the webhook's code, a tenth of its cold start.
 */
export class EventStreamSerde {}

/** S3's client asks for it when it is made. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export function eventStreamSerdeProvider(): never {
  throw new Error('The bundles have no event streams. Take the alias of @smithy/core/event-streams out of bundles.ts.');
}
