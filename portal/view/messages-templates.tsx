import { focusDetails } from '../focus.ts'
import { type MessageTemplate, templateName } from '../model/messages.ts'
import { ListBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import type { MessagesPart } from './messages-room.tsx'
import { languageName, messageKind, messageReader } from './messages-words.ts'
import { Notice } from './notice.tsx'

/** Every kind of mail there is, with the language to read them in. */
export function MessagesTemplates({ model }: MessagesPart) {
  const list = model.templates.value
  const failure = model.templatesFailure.value
  return (
    <section class="list" aria-label="Kinds of messages" tabIndex={-1}>
      {list && (
        <>
          <div class="list-head">
            <label class="message-language">
              Language{' '}
              <select
                class="quiet-select"
                value={list.language}
                onChange={(event) => model.chooseLanguage(event.currentTarget.value)}
              >
                {list.languages.map((tag) => (
                  <option key={tag} value={tag} lang={tag}>
                    {languageName(tag)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <p class="muted small messages-about">
            About a made-up request. Each patient reads them in the language in which they booked.
          </p>
          <ul>
            {list.templates.map((template) => (
              <li key={templateName(template)}>
                <TemplateLink model={model} template={template} />
              </li>
            ))}
          </ul>
        </>
      )}
      {!list && failure && (
        <Notice
          tone="danger"
          level="h2"
          title="The examples could not be read"
          technical={failure.code}
          action={{ words: 'Try again', icon: 'sync', act: model.readTemplates }}
        >
          {failureWords(failure)}
        </Notice>
      )}
      {!list && !failure && <ListBones words="Reading examples…" />}
    </section>
  )
}

function TemplateLink({ model, template }: Pick<MessagesPart, 'model'> & { template: MessageTemplate }) {
  const name = templateName(template)
  return (
    <a
      class="request"
      href={model.hrefOf({ open: name })}
      aria-current={name === model.openId.value ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        model.show(name)
        focusDetails()
      }}
    >
      <span class="name">{messageKind(template)}</span>
      <span class="why">{messageReader(template)}</span>
    </a>
  )
}
