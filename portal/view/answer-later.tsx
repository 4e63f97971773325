import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { Dialog } from './dialog.tsx'
import { later } from './later.ts'
import { Notice } from './notice.tsx'

/** The dialogs are half of the desk's script, and none is seen before somebody answers. */
const dialogs = later<{ portal: Portal; desk: Desk }>(() =>
  import('./answer/answer-dialog.tsx').then((part) => part.AnswerDialog),
)

/** Once the first list stands there is time to fetch them. */
export const fetchDialogs = () => dialogs.ready()

export function AnswerLater({ portal, desk }: { portal: Portal; desk: Desk }) {
  if (desk.answering.dialog.value === null) return null
  const View = dialogs.get()
  if (View === null) return null
  if (View !== 'failed') return <View portal={portal} desk={desk} />
  return (
    <Dialog title="This could not be loaded" onLater={desk.answering.close}>
      <Notice
        tone="danger"
        level="h2"
        title="The dialog could not be loaded"
        action={{ words: 'Try again', icon: 'sync', act: dialogs.again }}
      >
        Check the connection of this computer. If chairtime has just been updated, load the page again.
      </Notice>
    </Dialog>
  )
}
