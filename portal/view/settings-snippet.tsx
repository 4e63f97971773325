import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'
import { Panel } from './settings-panel.tsx'
import type { SettingsPart } from './settings-room.tsx'

/** What is pasted into a website, and the page for whoever has none. */
export function SnippetSettings({ portal, model }: SettingsPart) {
  const { snippet, page } = model.kept.value!
  return (
    <Panel id="snippet" title="On your website">
      <p>Paste this line where the booking should stand:</p>
      <div class="snippet">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls, and must do so by keyboard */}
        <pre tabIndex={0}>
          <code>{snippet}</code>
        </pre>
        <CopyButton copies={portal.copies} id="snippet" label="Snippet" text={snippet} />
      </div>
      <p>Without a website, or for a link in a mail, there is a page of its own:</p>
      <p class="row page-link">
        <a class="break" href={page} target="_blank" rel="noreferrer">
          {page}
          <span class="sr"> (opens a new tab)</span>
        </a>
        <Icon name="ext" />
        <CopyButton copies={portal.copies} id="page" label="Address" text={page} />
      </p>
    </Panel>
  )
}
