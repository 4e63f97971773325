/**
 * The smallest value within which at least a share of all lies: the median with 0.5.
 *
 * Found without sorting all of them (Hoare's selection), which for a hundred thousand is several times faster.
 *
 * @param values - In any order; not changed.
 * @param share - Above 0, at most 1.
 * @returns null when there are no values.
 * @example
 * quantile([30, 10, 20, 40], 0.5) // 20
 */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const rest = new Float64Array(values)
  const wanted = Math.ceil(rest.length * share) - 1
  let [low, high] = [0, rest.length - 1]
  while (low < high) {
    const pivot = rest[(low + high) >> 1]!
    let [left, right] = [low, high]
    while (left <= right) {
      while (rest[left]! < pivot) left++
      while (rest[right]! > pivot) right--
      if (left > right) break
      const value = rest[left]!
      rest[left++] = rest[right]!
      rest[right--] = value
    }
    if (wanted <= right) high = right
    else if (wanted >= left) low = left
    else break
  }
  return rest[wanted]!
}
