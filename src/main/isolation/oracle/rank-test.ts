/**
 * Mann–Whitney U (Wilcoxon rank-sum) test, two-sided: the chance that two samples of one distribution differ at least this
 * much. Normal approximation with correction for ties and continuity, which in the far tail is on the cautious side for samples
 * of sixteen and more. Source: Mann, Whitney (1947), Annals of Mathematical Statistics 18.
 */
export function rankTest(a: readonly number[], b: readonly number[]): number {
  const pooled = [...a.map((value) => ({ value, ofA: true })), ...b.map((value) => ({ value, ofA: false }))];
  pooled.sort((x, y) => x.value - y.value);
  const { rankSumA, tieTerm } = rankSums(pooled);
  const [n, m] = [a.length, b.length];
  const all = n + m;
  const u = rankSumA - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
  if (variance <= 0) return 1;
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return Math.min(1, 2 * upperTail(z));
}

function rankSums(sorted: readonly { readonly value: number; readonly ofA: boolean }[]) {
  let rankSumA = 0;
  let tieTerm = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.value === sorted[from]?.value) to++;
    const rank = (from + 1 + to) / 2;
    rankSumA += rank * sorted.slice(from, to).filter(({ ofA }) => ofA).length;
    tieTerm += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { rankSumA, tieTerm };
}

/** P(Z > z) of the standard normal; relative error below 1.2e-7 (Numerical Recipes, `erfcc`). */
function upperTail(z: number): number {
  const t = 1 / (1 + (0.5 * z) / Math.SQRT2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const polynomial = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  return 0.5 * t * Math.exp((-z * z) / 2 + polynomial);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
