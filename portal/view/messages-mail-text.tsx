/** A mail as its plain text part says it. The HTML says the same. */
export function MailText({ subject, text, language }: { subject: string; text: string; language: string }) {
  return (
    <article class="mail-text" aria-label="What it says" lang={language} dir="auto">
      <h3>{subject}</h3>
      <pre>{text}</pre>
    </article>
  )
}
