/** A time in the unit that suits it, three digits at most. */
export function timeText(ms: number): string {
  const [value, unit] = ms < 0.9995 ? [ms * 1000, 'µs'] : ms < 999.5 ? [ms, 'ms'] : [ms / 1000, 's']
  return `${countText(Number(value.toPrecision(value >= 100 ? 3 : 2)))} ${unit}`
}

export function countText(value: number): string {
  return value.toLocaleString('en-US')
}

/** Columns side by side, the first and last to the left, the rest to the right. */
export function tableText(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)))
  const isLeft = (i: number) => i === 0 || (i === heads.length - 1 && heads[i] === 'answer')
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (isLeft(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [line(heads), widths.map((w) => '─'.repeat(w)).join('  '), ...rows.map(line)].join('\n')
}
