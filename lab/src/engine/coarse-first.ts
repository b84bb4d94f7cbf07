/** The points of a line or a grid, row by row, in the order of ever finer meshes: every 8th of each axis, then every 4th, 2nd, all. */
export function coarseFirst(sizes: readonly number[]): readonly number[] {
  const [rows, columns] = sizes.length === 1 ? [1, sizes[0] as number] : (sizes as [number, number]);
  const order: number[] = [];
  const seen = new Uint8Array(rows * columns);
  for (let mesh = 8; mesh >= 1; mesh /= 2) {
    for (let i = 0; i < rows; i += mesh) {
      for (let j = 0; j < columns; j += mesh) {
        const at = i * columns + j;
        if (seen[at]) continue;
        seen[at] = 1;
        order.push(at);
      }
    }
  }
  return order;
}
