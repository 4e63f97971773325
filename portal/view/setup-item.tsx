import type { ComponentChildren } from 'preact'
import { titleId } from '../focus.ts'
import { Icon } from './icon.tsx'
import type { SetupPart } from './setup-room.tsx'

/** One thing of a list: what it is in a line, and under it, once opened, everything about it. */
export function SetupItem(props: {
  part: SetupPart
  /** What it is called in the address. */
  id: string
  /** Where it stands in the file; what is wrong in it is said in the line, too. */
  at: string
  name: string
  summary: ComponentChildren
  order?: { isFirst: boolean; isLast: boolean; move: (by: -1 | 1) => void }
  /** Null: it can't be removed, being the last. */
  remove: (() => void) | null
  children: ComponentChildren
}) {
  const { part, id, at, name, summary, order, remove, children } = props
  const { model, mayChange } = part
  const isOpen = model.open.value === id
  const fault = model.rules.faultAt(at)
  const body = `setup-item-${id}`
  return (
    <li class={isOpen ? 'setup-item open' : 'setup-item'}>
      <div class="setup-line">
        <button
          type="button"
          class="setup-name"
          id={nameId(id)}
          aria-expanded={isOpen}
          aria-controls={isOpen ? body : undefined}
          onClick={() => model.show(isOpen ? null : id)}
        >
          <Icon name={isOpen ? 'down' : 'right'} />
          <span>
            <b class="break">{name || 'Without a name'}</b>
            <span class="small muted break">{summary}</span>
            {fault && !isOpen && <span class="small danger break">{fault}</span>}
          </span>
        </button>
        {mayChange && (
          <span class="setup-acts">
            {order && (
              <>
                <Move name={name} by={-1} isEnd={order.isFirst} move={order.move} />
                <Move name={name} by={1} isEnd={order.isLast} move={order.move} />
              </>
            )}
            {remove && (
              <button
                type="button"
                class="button quiet small"
                onClick={(event) => {
                  const line = event.currentTarget.closest('li')
                  const next = line?.nextElementSibling ?? line?.previousElementSibling
                  remove()
                  // What had focus goes.
                  focusAfter(() => next?.querySelector('.setup-name') ?? document.getElementById(titleId))
                }}
              >
                Remove<span class="sr">: {name}</span>
              </button>
            )}
          </span>
        )}
      </div>
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Esc, from any field within, closes what they stand in.
        <div
          class="setup-body"
          id={body}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            const line = event.currentTarget.previousElementSibling
            model.show(null)
            line?.querySelector<HTMLElement>('.setup-name')?.focus()
          }}
        >
          {children}
        </div>
      )}
    </li>
  )
}

/** At its end a list has no further place: the button stays, so that focus does. */
function Move({ name, by, isEnd, move }: { name: string; by: -1 | 1; isEnd: boolean; move: (by: -1 | 1) => void }) {
  return (
    <button
      type="button"
      class={by === -1 ? 'button quiet small icon-only move-up' : 'button quiet small icon-only'}
      aria-disabled={isEnd}
      onClick={() => !isEnd && move(by)}
    >
      <Icon name="down" />
      <span class="sr">
        Move {by === -1 ? 'up' : 'down'}: {name}
      </span>
    </button>
  )
}

const nameId = (id: string) => `setup-name-${id}`

/** Rendering comes first. */
const focusAfter = (find: () => Element | null) =>
  setTimeout(() => {
    const to = find()
    if (to instanceof HTMLElement) to.focus()
  })

/** To the line of one thing of a list, once it is there. */
export const focusItem = (id: string) => focusAfter(() => document.getElementById(nameId(id)))
