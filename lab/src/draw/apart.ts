/** Sorted places moved apart to a least distance, kept between two ends. */
export function apart(wishes: readonly number[], distance: number, from: number, to: number): readonly number[] {
  const places = [...wishes];
  for (let k = 0; k < places.length; k++) {
    const least = k === 0 ? from : (places[k - 1] as number) + distance;
    places[k] = Math.max(places[k] as number, least);
  }
  for (let k = places.length - 1; k >= 0; k--) {
    const most = k === places.length - 1 ? to : (places[k + 1] as number) - distance;
    places[k] = Math.min(places[k] as number, most);
  }
  return places;
}
