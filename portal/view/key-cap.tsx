/** A key drawn beside words that already say what happens; not read out. */
export function KeyCap({ children }: { children: string }) {
  return (
    <span class="key-cap" aria-hidden="true">
      {children}
    </span>
  )
}
