import type { Message } from '../../server/contract/settings.ts'
import { focusDetails } from '../focus.ts'
import { ListBones } from './bones.tsx'
import { Chip } from './chip.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import type { MessagesPart } from './messages-room.tsx'
import { messageKind, messageReader, messageStates } from './messages-words.ts'
import { NotFresh } from './not-fresh.tsx'
import { Notice } from './notice.tsx'

const mostListed = 200

/** What was sent to whom, latest first. */
export function MessagesList({ portal, practice, model }: MessagesPart) {
  const list = model.list.value
  const failure = model.failure.value
  return (
    <section class="list" aria-label="Messages" tabIndex={-1}>
      {list && failure && <NotFresh failure={failure} read={model.read} at="band" />}
      {list && !list.isMailOn && (
        <p class="note band">
          <Icon name="info" />
          <span>
            Sending is not set up on this server, so messages are kept here and as files in its data folder. Whoever
            runs the server sets <b>SMTP_URL</b>.
          </span>
        </p>
      )}
      {list && list.messages.length > 0 && (
        <ul>
          {list.messages.map((message) => (
            <li key={message.id}>
              <MessageLink portal={portal} practice={practice} model={model} message={message} />
            </li>
          ))}
        </ul>
      )}
      {list && list.messages.length >= mostListed && (
        <p class="muted small messages-end">The latest {mostListed}. Messages are kept for 90 days.</p>
      )}
      {list?.messages.length === 0 && !failure && <Empty model={model} />}
      {!list && failure && (
        <Notice
          tone="danger"
          level="h2"
          title="The messages could not be read"
          technical={failure.code}
          action={{ words: 'Try again', icon: 'sync', act: model.read }}
        >
          {failureWords(failure)} What waits is sent all the same.
        </Notice>
      )}
      {!list && !failure && <ListBones words="Reading messages…" />}
    </section>
  )
}

function MessageLink({ portal, model, message }: MessagesPart & { message: Message }) {
  const state = messageStates[message.state]
  const words = portal.words.value
  const at = Date.parse(message.sentAt ?? message.at)
  return (
    <a
      class="request"
      href={model.hrefOf({ open: message.id })}
      aria-current={message.id === model.openId.value ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        model.show(message.id)
        focusDetails()
      }}
    >
      <span class="name">{messageKind(message)}</span>
      <time class="age" dateTime={message.sentAt ?? message.at}>
        {words.moment(at, model.now.value)}
      </time>
      <span class="when" dir="auto">
        {message.subject}
      </span>
      <span class="why">
        {messageReader(message)} · {message.recipient}
      </span>
      <span class="tags">
        <Chip icon={state.icon} tone={state.tone}>
          {state.words}
        </Chip>
      </span>
    </a>
  )
}

function Empty({ model }: Pick<MessagesPart, 'model'>) {
  switch (model.tab.value) {
    case 'failed':
      return (
        <Notice tone="success" level="h2" title="No message has failed">
          One that could not be sent for a day, or whose address is refused, stands here.
        </Notice>
      )
    case 'waiting':
      return (
        <Notice tone="success" level="h2" title="Nothing is waiting to be sent">
          A message waits here while the mail server can not take it.
        </Notice>
      )
    default:
      return (
        <Notice tone="success" level="h2" title="No messages here">
          What is sent to patients and to the practice stands here for 90 days.
        </Notice>
      )
  }
}
