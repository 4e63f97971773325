declare module '*?raw' {
  const text: string
  export default text
}

interface ImportMeta {
  /** Vite's: files by their path, read while the page is built. */
  glob(
    pattern: string | readonly string[],
    options: { query: '?raw'; import: 'default'; eager: true },
  ): Record<string, string>
}
