import { focusSearch, focusSearched, searchId } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'

/** Looks for patients and references; on a narrow screen it comes when its button is tapped. */
export function SearchField({ portal, desk }: { portal: Portal; desk: Desk }) {
  const { search } = desk
  const leave = (field: HTMLInputElement) => {
    search.clear()
    portal.searchShown.value = false
    field.blur()
  }
  return (
    <>
      <search class={portal.searchShown.value || search.isOn.value ? 'search shown' : 'search'}>
        <Icon name="search" />
        <input
          type="search"
          id={searchId}
          aria-label="Search patients and requests"
          placeholder="Search patients, requests"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={search.text.value}
          onInput={(event) => search.type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') leave(event.currentTarget)
            else if (event.key === 'ArrowDown') focusSearched()
            else if (event.key === 'Enter') void search.look().then(focusSearched)
            else return
            event.preventDefault()
          }}
        />
        {search.isOn.value ? (
          <button
            type="button"
            class="button quiet small icon-only"
            onClick={() => {
              search.clear()
              portal.searchShown.value = false
            }}
          >
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
