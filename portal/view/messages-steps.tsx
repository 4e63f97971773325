import { Icon } from './icon.tsx'
import type { MessagesPart } from './messages-room.tsx'

/** The way back to the list, where the list isn't beside it. */
export function MessagesSteps({ model, words }: MessagesPart & { words: string }) {
  return (
    <div class="steps">
      <button type="button" class="button quiet back" onClick={model.close}>
        <Icon name="left" />
        <span aria-hidden="true">Back</span>
        <span class="sr">Back to the list</span>
      </button>
      <span class="where message-where">{words}</span>
    </div>
  )
}
