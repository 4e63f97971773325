/** The shape of rows to come. The style sheet shows it only after 300 ms, so that a quick answer doesn't flicker. */
export function ListBones({ words = 'Reading requests…' }: { words?: string }) {
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

/** A room's first panel, until its answer is there. `words`: what is being read. */
export function PanelBones({ words }: { words: string }) {
  return (
    <div class="bones-block late" aria-busy="true">
      <p class="sr">{words}</p>
      <span class="bone big" />
      <span class="bone line" />
      <span class="bone line" />
    </div>
  )
}

/** A room of panels, until its answer is there. `room`: as the style sheet names it; `words`: what is being read. */
export function RoomBones({ room, words }: { room: 'connection' | 'settings' | 'setup'; words: string }) {
  return (
    <div class={`room ${room} late`} aria-busy="true">
      <p class="sr">{words}</p>
      <div class={`${room}-parts`} aria-hidden="true">
        {[1, 2, 3].map((panel) => (
          <div key={panel} class="panel bones-block">
            <span class="bone big" />
            <span class="bone line" />
            <span class="bone line" />
          </div>
        ))}
      </div>
    </div>
  )
}

export function DetailBones() {
  return (
    <div class="late" aria-busy="true">
      <p class="sr">Reading the request…</p>
      <div class="details-body" aria-hidden="true">
        <div class="bones-block">
          <span class="bone big" />
          <span class="bone why" />
          {[1, 2, 3, 4, 5].map((row) => (
            <span key={row} class="bone line" />
          ))}
        </div>
      </div>
    </div>
  )
}
