import { useSignal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import type { Portal } from '../model/portal.ts'
import type { Unsaved } from '../model/unsaved.ts'
import { Dialog } from './dialog.tsx'

/**
 * Asks before a link leads away from what isn't saved. Where no question can be asked, as with the browser's Back, what was
 * typed is still there on coming back; before the page itself goes, the browser asks.
 *
 * @param names - What isn't saved, for a sentence.
 * @param isWithin - Does an address lead to another place where the same is edited? There is nothing to ask then.
 */
export function LeaveGuard(props: {
  portal: Portal
  model: Unsaved
  names: string
  isWithin?: (hash: string) => boolean
}) {
  const { portal, model, names, isWithin } = props
  const wanted = useSignal<string | null>(null)
  const isChanged = model.changed.value.length > 0

  useLayoutEffect(() => {
    if (!isChanged) return
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
      if (!link || !isPlain || isWithin?.(link.getAttribute('href')!)) return
      event.preventDefault()
      event.stopPropagation()
      wanted.value = link.getAttribute('href')
    }
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    document.addEventListener('click', onClick, true)
    window.addEventListener('beforeunload', onUnload)
    return () => {
      document.removeEventListener('click', onClick, true)
      window.removeEventListener('beforeunload', onUnload)
    }
  }, [isChanged])

  const to = wanted.value
  if (to === null) return null
  const stay = () => {
    wanted.value = null
  }
  const leave = () => {
    stay()
    portal.go(to, 'on')
  }
  return (
    <Dialog
      title="Leave without saving?"
      onLater={stay}
      isBusy={model.isSaving.value}
      onMain={() => {
        void model.save().then((isSaved) => (isSaved ? leave() : stay()))
      }}
      foot={
        <>
          <button type="button" class="button" onClick={stay}>
            Stay here
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              model.discard()
              leave()
            }}
          >
            Leave without saving
          </button>
          <span class="gap" />
          <button type="submit" class="button main" aria-busy={model.isSaving.value}>
            Save and leave
          </button>
        </>
      }
    >
      <p>Not saved: {names}.</p>
    </Dialog>
  )
}
