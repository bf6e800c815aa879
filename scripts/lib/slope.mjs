// How fast something grows.

/** Slope of the least-squares line through points [x, y], in y per x; 0 for fewer than two points. */
export function slopePerHour(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([hour]) => hour)), mean(points.map(([, value]) => value))];
  const spread = points.reduce((sum, [hour]) => sum + (hour - x) ** 2, 0);
  return spread > 0 ? points.reduce((sum, [hour, value]) => sum + (hour - x) * (value - y), 0) / spread : 0;
}
