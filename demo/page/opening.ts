// What stands in the window until the demo does, and when it can't.
const at = (id: string) => document.getElementById(id)!

/** Says what is being done, and waits until it can be read: what comes next may keep the page busy. */
export async function sayProgress(doing: string): Promise<void> {
  document.querySelector('#opening .late')?.remove()
  at('doing').textContent = `${doing}…`
  await new Promise((resolve) => setTimeout(resolve, 30))
}

/** Puts the demo in the place of the opening. */
export function showDemo(): void {
  at('opening').remove()
  for (const part of document.querySelectorAll('body > header, body > main')) part.removeAttribute('hidden')
}

/** Why the demo isn't there, and what can be done. It takes the place of whatever is shown. */
export function showProblem(title: string, words: string, actions: Readonly<Record<string, () => void>>): void {
  const heading = document.createElement('h1')
  heading.textContent = title
  const text = document.createElement('p')
  text.textContent = words
  const buttons = document.createElement('div')
  buttons.className = 'actions'
  for (const [name, act] of Object.entries(actions)) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = name
    button.onclick = act
    buttons.append(button)
  }
  const card = document.createElement('div')
  card.className = 'card'
  card.role = 'alert'
  card.append(heading, text, ...(buttons.childElementCount > 0 ? [buttons] : []))
  const alone = document.createElement('div')
  alone.className = 'alone'
  alone.append(card)
  document.body.replaceChildren(alone)
}
