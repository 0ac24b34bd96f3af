/** A route of an HTTP API: `POST /webhook`, `ANY /a/{id}`, `GET /{rest+}` or `$default`. */
export type RouteKey = string;

type RouteMatch<Route> = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

/**
 * The route that API Gateway picks: a full match before one with variables, that before a greedy one, `$default` last;
 * of the same path the exact method before `ANY`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute<Route extends { readonly routeKey: RouteKey }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const matches = routes.flatMap((route) => {
    const match = matchOne(route.routeKey, method, path);
    return match ? [{ route, ...match }] : [];
  });
  const [best] = matches.toSorted((left, right) => left.rank - right.rank);
  return best && { route: best.route, pathParameters: best.pathParameters };
}

function matchOne(routeKey: RouteKey, method: string, path: string) {
  if (routeKey === '$default') return { rank: 100, pathParameters: {} };
  const [wantedMethod = '', wantedPath = ''] = routeKey.split(' ');
  if (wantedMethod !== 'ANY' && wantedMethod !== method) return undefined;
  const wanted = wantedPath.split('/');
  const given = path.split('/');
  const pathParameters: Record<string, string> = {};
  let rank = wantedMethod === 'ANY' ? 1 : 0;
  for (const [index, segment] of wanted.entries()) {
    const value = given[index];
    if (value === undefined) return undefined;
    const variable = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (variable?.[1] === undefined) {
      if (segment !== value) return undefined;
    } else if (variable[2] === '+') {
      return { rank: rank + 50, pathParameters: { ...pathParameters, [variable[1]]: given.slice(index).join('/') } };
    } else {
      pathParameters[variable[1]] = value;
      rank = (rank % 2) + 10;
    }
  }
  return wanted.length === given.length ? { rank, pathParameters } : undefined;
}
