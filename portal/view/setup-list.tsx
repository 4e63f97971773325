import type { ComponentChildren } from 'preact'
import type { Entry, ListName } from '../model/setup-lists.ts'
import { Icon } from './icon.tsx'
import { AddForm } from './settings-add.tsx'
import { Panel } from './settings-panel.tsx'
import { focusItem, SetupItem } from './setup-item.tsx'
import type { SetupPart } from './setup-room.tsx'

type ListProps<List extends ListName> = {
  part: SetupPart
  list: List
  title: string
  about: ComponentChildren
  /** What is typed to add one, like `Name of another chair`. */
  another: string
  none?: string
  /** Can the list be empty? */
  mayBeEmpty?: boolean
  summary: (entry: Entry<List>) => ComponentChildren
  /** Everything about one; `at` is where it stands in the file. */
  fields: (entry: Entry<List>, at: string) => ComponentChildren
}

/** A list of what the practice has of something: added by name, removed, put in order, each opened in its place. */
export function SetupList<List extends ListName>(props: ListProps<List>) {
  const { part, list, title, about, another, none, mayBeEmpty = false, summary, fields } = props
  const { model, file, mayChange } = part
  const entries: readonly Entry<List>[] = file[list]
  return (
    <Panel id={`setup-${list}`} title={title}>
      <p class="muted">{about}</p>
      {entries.length === 0 && <p class="muted">{none}</p>}
      <ul class="setup-list" aria-label={title}>
        {entries.map((entry, index) => (
          <SetupItem
            key={entry.id}
            part={part}
            id={entry.id}
            at={`/${list}/${index}`}
            name={entry.name}
            summary={summary(entry)}
            order={
              entries.length > 1
                ? {
                    isFirst: index === 0,
                    isLast: index === entries.length - 1,
                    move: (by) => model.move(list, entry, by),
                  }
                : undefined
            }
            remove={entries.length > 1 || mayBeEmpty ? () => model.remove(list, entry) : null}
          >
            {fields(entry, `/${list}/${index}`)}
            <p class="small muted">
              Short name in addresses and files: <code>{entry.id}</code>. It stays, whatever the name becomes.
            </p>
          </SetupItem>
        ))}
      </ul>
      <Removed part={part} list={list} />
      {mayChange && (
        <AddForm
          label={another}
          maxLength={120}
          faultOf={(name) => (name ? null : 'Type a name.')}
          add={(name) => {
            model.add(list, name)
            focusOpened()
          }}
        />
      )}
    </Panel>
  )
}

/** What goes when it is saved, and why it may not. */
function Removed({ part, list }: { part: SetupPart; list: ListName }) {
  const { model } = part
  const removed = model.removed(list)
  if (removed.length === 0) return null
  return (
    <ul class="setup-removed" aria-label="Removed when saved">
      {removed.map((entry) => {
        const fault = model.removalFault(list, entry)
        return (
          <li key={entry.id} class={fault ? 'note danger' : 'note'}>
            <Icon name={fault ? 'warn' : 'minus'} />
            <span>
              {fault ? (
                <span class="break">{fault}</span>
              ) : (
                <>
                  <b class="break">{entry.name}</b> is removed when you save.
                </>
              )}
            </span>
            <button
              type="button"
              class="button small"
              onClick={() => {
                model.putBack(list, entry)
                focusItem(entry.id)
              }}
            >
              Put back<span class="sr">: {entry.name}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** Into what has just been opened. */
export const focusOpened = () =>
  setTimeout(() => document.querySelector<HTMLElement>('.setup-body :is(input, select, textarea)')?.focus())
