/** The shape of rows to come, after 300 ms. */
export function MessagesBones({ words }: { words: string }) {
  return (
    <div class="late" aria-busy="true">
      <p class="list-head">{words}</p>
      {[1, 2, 3].map((row) => (
        <div key={row} class="bones" aria-hidden="true">
          <span class="bone name" />
          <span class="bone age" />
          <span class="bone when" />
          <span class="bone why" />
        </div>
      ))}
    </div>
  )
}
