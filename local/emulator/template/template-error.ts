/** The template says something that this machine cannot run as AWS would. Names the resource and what about it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
