import type { ReadonlySignal } from '@preact/signals'

/** The keys that work here, on screens that have room for it. */
export function KeysBar({ lettersOn }: { lettersOn: ReadonlySignal<boolean> }) {
  return (
    <div class="keys" aria-hidden="true">
      <div class="those">
        {lettersOn.value && <Key press={['J', 'K']} does="next, previous" />}
        <Key press={['Enter']} does="open" />
        {lettersOn.value && (
          <>
            <Key press={['A']} does="accept" />
            <Key press={['L']} does="link" />
            <Key press={['R']} does="reject" />
            <Key press={['C']} does="copy all" />
            <Key press={['/']} does="search" />
          </>
        )}
        <Key press={['Esc']} does="back to the row" />
      </div>
      {lettersOn.value && <Key press={['?']} does="all keys" />}
    </div>
  )
}

function Key({ press, does }: { press: readonly string[]; does: string }) {
  return (
    <span>
      {press.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
      {does}
    </span>
  )
}
