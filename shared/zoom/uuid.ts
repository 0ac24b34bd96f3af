/**
 * A meeting's UUID as one path segment. Encoded once; twice when it contains `/`, which Zoom asks for where a UUID
 * begins with `/` or contains `//`, and takes for an inner one too.
 * @see https://developers.zoom.us/docs/api/meetings/#meeting-id-and-uuid
 */
export function encodeUuid(uuid: string): string {
  const once = encodeURIComponent(uuid);
  return uuid.includes('/') ? encodeURIComponent(once) : once;
}
