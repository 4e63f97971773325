// The block in the editor: its fields in the sidebar, and a sign of what will stand there. Plain script, no build.
;(({ blocks, blockEditor, components, element, i18n }) => {
  const { createElement: h, Fragment } = element
  const { __ } = i18n
  const { InspectorControls, useBlockProps } = blockEditor
  const { PanelBody, Placeholder, SelectControl, TextControl } = components

  const choices = {
    mode: [
      { value: '', label: __('As in the settings', 'chairtime') },
      { value: 'inline', label: __('In the page', 'chairtime') },
      { value: 'popup', label: __('In a dialog, from a button', 'chairtime') },
      { value: 'float', label: __('In a dialog, from a button that stays in the corner', 'chairtime') },
    ],
    theme: [
      { value: '', label: __('As in the settings', 'chairtime') },
      { value: 'light', label: __('Light', 'chairtime') },
      { value: 'dark', label: __('Dark', 'chairtime') },
    ],
    lang: [
      { value: '', label: __('As in the settings', 'chairtime') },
      { value: 'en', label: 'English' },
      { value: 'es', label: 'Español' },
      { value: 'fr', label: 'Français' },
      { value: 'de', label: 'Deutsch' },
      { value: 'ar', label: 'العربية' },
      { value: 'zh-Hans', label: '简体中文' },
    ],
  }

  const fields = {
    practice: { label: __('Practice id', 'chairtime'), help: __('Left empty: the one in the settings.', 'chairtime') },
    mode: { label: __('Where it opens', 'chairtime') },
    label: { label: __('Words on the button', 'chairtime') },
    theme: { label: __('Light or dark', 'chairtime') },
    color: { label: __('Colour', 'chairtime'), help: __('Any CSS colour, like #0b6e6e.', 'chairtime') },
    lang: { label: __('Language', 'chairtime') },
    reason: { label: __('Reason for the visit', 'chairtime'), help: __('An id, chosen beforehand.', 'chairtime') },
    provider: { label: __('Practitioner', 'chairtime'), help: __('An id, chosen beforehand.', 'chairtime') },
  }

  function Edit({ attributes, setAttributes }) {
    const controls = Object.entries(fields).map(([name, { label, help }]) => {
      const options = choices[name]
      return h(options ? SelectControl : TextControl, {
        key: name,
        label,
        help,
        value: attributes[name],
        ...(options ? { options } : {}),
        onChange: (value) => setAttributes({ [name]: value }),
      })
    })
    const sign = h(Placeholder, {
      icon: 'calendar-alt',
      label: __('chairtime booking', 'chairtime'),
      instructions: __('Visitors see the times that are free here.', 'chairtime'),
    })
    return h(
      Fragment,
      null,
      h(InspectorControls, null, h(PanelBody, { title: __('Booking', 'chairtime') }, controls)),
      h('div', useBlockProps(), sign),
    )
  }

  // Nothing is saved but the attributes: the page is made by PHP.
  blocks.registerBlockType('chairtime/booking', { edit: Edit, save: () => null })
})(window.wp)
