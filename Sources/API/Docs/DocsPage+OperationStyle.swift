/// The style of operations.
extension DocsPage {
    /// Operations, tables, forms.
    static let operationStyle = """
        .operation { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; }
        .operation > summary { display: grid; grid-template-columns: 4.6rem minmax(0, 1fr) auto; gap: .1rem 0;
          align-items: baseline; padding: .45rem .8rem; cursor: pointer; list-style: none; border-radius: 8px; }
        .operation > summary .what { grid-column: 2 / 4; }
        .badges { display: flex; gap: .3rem; }
        .operation > summary::-webkit-details-marker { display: none; }
        .operation > summary:hover, .operation[open] > summary { background: var(--soft); }
        .operation[open] > summary { border-bottom: 1px solid var(--line); border-radius: 8px 8px 0 0; }
        .method { font-weight: 700; text-transform: uppercase; }
        .get { color: var(--get); } .post { color: var(--post); } .put, .patch { color: var(--put); }
        .delete { color: var(--delete); }
        .path { overflow-wrap: anywhere; font-weight: 600; }
        .badge { font-size: .74rem; padding: 0 .45rem; border: 1px solid var(--line); border-radius: 99px;
          color: var(--dim); }
        .body { display: grid; gap: 0 2rem; padding: .3rem .9rem 1rem; grid-template-columns: minmax(0, 1fr); }
        @media (min-width: 76rem) {
          .body { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); grid-template-rows: auto 1fr; }
          .use { grid-area: 1 / 2 / 3 / 3; }
        }
        table { border-collapse: collapse; width: 100%; }
        th { text-align: left; }
        td, th { padding: .35rem .7rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
        tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
        .fields td:first-child { width: 40%; }
        .name { font-weight: 600; }
        .failures td:first-child { width: 3.4rem; }
        .need, .optional { display: block; }
        .need { font-size: .8rem; font-weight: 600; color: var(--need); }
        .some { font-weight: normal; }
        .optional, .type { font-size: .82rem; }
        .type { overflow-wrap: anywhere; }
        .permalink { display: inline-block; margin-top: .8rem; font-size: .88rem; }
        .plain { margin: .6rem 0; }
        .plain > summary { cursor: pointer; color: var(--accent); }
        .bar { display: flex; justify-content: space-between; align-items: end; gap: 1rem; margin: 1.1rem 0 .3rem; }
        .bar h4, .bar label { margin: 0; font-weight: 600; font-size: .95rem; }
        pre { margin: .3rem 0; padding: .6rem .8rem; overflow: auto; max-height: 26rem; background: var(--soft);
          border: 1px solid var(--line); border-radius: 6px; }
        .wrap { max-height: 18rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        input, textarea, button, select { font: inherit; color: inherit; padding: .35rem .6rem; background: var(--soft);
          border: 1px solid var(--dim); border-radius: 6px; }
        input::placeholder { color: var(--dim); opacity: 1; }
        textarea { font: .86rem/1.5 var(--mono); width: 100%; display: block; resize: vertical; white-space: pre;
          overflow: auto; }
        button { cursor: pointer; background: var(--accent); color: var(--paper); border-color: var(--accent); }
        .quiet, #menu { background: none; color: var(--accent); padding: .1rem .6rem; font-size: .85rem; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        form { display: grid; gap: .5rem; }
        form > button { justify-self: start; padding: .35rem 1.4rem; }
        form > label { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: .5rem; align-items: center; }
        form .bar { margin-top: .4rem; }
        @media (max-width: 30rem) { .operation > summary { grid-template-columns: 3.9rem minmax(0, 1fr) auto; }
          form > label { grid-template-columns: minmax(0, 1fr); gap: 0; }
          .fields td { display: block; border: 0; padding: 0; }
          .fields td:first-child { width: auto; padding-top: .35rem; border-top: 1px solid var(--line); }
          .fields td:last-child { padding-bottom: .35rem; }
          .fields tr:last-child td:first-child { border-bottom: 0; }
          .need, .optional { display: inline; margin-left: .5rem; } }
        """
}
