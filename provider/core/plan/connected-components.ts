/** Members that are connected through neighbours, each group ascending, groups by their first; single ones left out. */
export function connectedComponents(graph: readonly (readonly number[])[]): number[][] {
  const seen = graph.map(() => false);
  const components: number[][] = [];
  for (const start of graph.keys()) {
    if (seen[start]) continue;
    const component = [start];
    seen[start] = true;
    // the list grows while it is walked: what is behind the place has its neighbours still to be visited
    for (const place of component) {
      for (const other of graph[place] ?? []) {
        if (seen[other]) continue;
        seen[other] = true;
        component.push(other);
      }
    }
    if (component.length > 1) components.push(component.sort((a, b) => a - b));
  }
  return components;
}
