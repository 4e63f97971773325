import type { ReadonlySignal } from '@preact/signals'
import { focusSearch, focusSearched, searchId } from '../focus.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'

/** What a room looks for. `look`: at once, without waiting for more letters. */
export type RoomSearch = {
  text: ReadonlySignal<string>
  isOn: ReadonlySignal<boolean>
  type: (text: string) => void
  look: () => Promise<void>
  clear: () => void
}

/** The search of a room's top; on a narrow screen it comes when its button is tapped. */
export function SearchField(props: { portal: Portal; search: RoomSearch; label: string; placeholder: string }) {
  const { portal, search, label, placeholder } = props
  const leave = () => {
    search.clear()
    portal.searchShown.value = false
  }
  return (
    <>
      <search class={portal.searchShown.value || search.isOn.value ? 'search shown' : 'search'}>
        <Icon name="search" />
        <input
          type="search"
          id={searchId}
          aria-label={label}
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={search.text.value}
          onInput={(event) => search.type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              leave()
              event.currentTarget.blur()
            } else if (event.key === 'ArrowDown') focusSearched()
            else if (event.key === 'Enter') void search.look().then(focusSearched)
            else return
            event.preventDefault()
          }}
        />
        {search.isOn.value ? (
          <button type="button" class="button quiet small icon-only" onClick={leave}>
            <Icon name="x" />
            <span class="sr">End the search</span>
          </button>
        ) : (
          portal.lettersOn.value && <KeyCap>/</KeyCap>
        )}
      </search>
      <button
        type="button"
        class="button quiet icon-only search-button"
        onClick={() => {
          portal.searchShown.value = true
          focusSearch()
        }}
      >
        <Icon name="search" />
        <span class="sr">Search</span>
      </button>
    </>
  )
}
