/** A share as a bar with a mark where it should reach. Its number stands beside it. */
export function RateBar({ rate, aim }: { rate: number | null; aim: number }) {
  return (
    <span class="bar" aria-hidden="true">
      <i style={{ width: `${(rate ?? 0) * 100}%` }} />
      <u style={{ left: `${aim * 100}%` }} />
    </span>
  )
}

/** A count against the largest of its kind. */
export function CountBar({ count, most, tone }: { count: number; most: number; tone: 'accent' | 'plain' }) {
  return (
    <span class={`bar ${tone}`} aria-hidden="true">
      <i style={{ width: `${most === 0 ? 0 : (count / most) * 100}%` }} />
    </span>
  )
}
