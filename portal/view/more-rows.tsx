import type { ReadonlySignal } from '@preact/signals'

/** A list of which only the first part was read. */
export type PartRead = { isReadingMore: ReadonlySignal<boolean>; readMore: () => Promise<void> }

/** The next part comes when the end of the list is in sight, or at a tap. */
export function MoreRows({ list }: { list: PartRead }) {
  return (
    <p class="more-rows">
      <button
        type="button"
        class="button small"
        aria-busy={list.isReadingMore.value}
        ref={whenSeen(list)}
        onClick={() => void list.readMore()}
      >
        {list.isReadingMore.value ? 'Reading more…' : 'Show more'}
      </button>
    </p>
  )
}

type Place = (place: HTMLElement | null) => void
const watchers = new WeakMap<PartRead, Place>()

/** The same function each time, so that the place is watched once. */
function whenSeen(list: PartRead): Place {
  const known = watchers.get(list)
  if (known) return known
  let observer: IntersectionObserver | undefined
  const watch: Place = (place) => {
    observer?.disconnect()
    if (!place || !('IntersectionObserver' in globalThis)) return
    observer = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && void list.readMore(), {
      rootMargin: '600px',
    })
    observer.observe(place)
  }
  watchers.set(list, watch)
  return watch
}
