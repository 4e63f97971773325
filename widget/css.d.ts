/** Vite gives a style sheet imported with `?inline` as its minified text. */
declare module '*.css?inline' {
  const css: string
  export default css
}
