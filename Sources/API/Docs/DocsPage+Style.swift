extension DocsPage {
    static let style = """
        :root { color-scheme: light dark; --line: #d5dbe3; --soft: #f4f6f9; --ink: #1b2430; --dim: #5d6b7c;
          --paper: #fff; --accent: #3257c8; --get: #1a7f4b; --post: #3257c8; --put: #9a6500; --delete: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --line: #333d4b; --soft: #1d242e; --ink: #e4e9f0;
          --dim: #97a5b7; --paper: #141a22; --accent: #8fabff; --get: #63cf96; --post: #8fabff; --put: #e0ad4e;
          --delete: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .75rem;
          align-items: center; padding: .6rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line); }
        h1 { font-size: 1.15rem; margin: 0 auto 0 0; }
        h1 small { font-weight: normal; color: var(--dim); }
        h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; scroll-margin-top: 4rem; }
        h3 { font-size: .8rem; margin: 1rem 0 .3rem; color: var(--dim); text-transform: uppercase; letter-spacing: .05em; }
        input, textarea, button { font: inherit; color: inherit; padding: .35rem .6rem; background: var(--soft);
          border: 1px solid var(--line); border-radius: 6px; }
        button { cursor: pointer; background: var(--accent); color: var(--paper); border-color: var(--accent); }
        input:focus-visible, textarea:focus-visible, button:focus-visible, summary:focus-visible, a:focus-visible {
          outline: 2px solid var(--accent); outline-offset: 1px; }
        #filter { width: 17rem; max-width: 100%; }
        #page { display: grid; grid-template-columns: 13rem minmax(0, 60rem); gap: 2rem; padding: 0 1.25rem 4rem; }
        nav { position: sticky; top: 3.6rem; align-self: start; padding-top: 2rem; }
        nav a { display: block; padding: .15rem 0; color: var(--dim); text-decoration: none; }
        nav a:hover { color: var(--accent); }
        details { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; scroll-margin-top: 4rem; }
        summary { display: flex; flex-wrap: wrap; gap: .2rem .7rem; align-items: baseline; padding: .45rem .8rem;
          cursor: pointer; list-style: none; }
        summary::-webkit-details-marker { display: none; }
        details[open] > summary { border-bottom: 1px solid var(--line); background: var(--soft); }
        .body { padding: .4rem .9rem 1rem; }
        .method { font: 600 .75rem ui-monospace, monospace; width: 3.6rem; }
        .GET { color: var(--get); } .POST { color: var(--post); } .PUT { color: var(--put); } .DELETE { color: var(--delete); }
        .path, code, pre, textarea { font-family: ui-monospace, monospace; font-size: .87rem; }
        .path { overflow-wrap: anywhere; }
        .what { color: var(--dim); }
        .tag { font-size: .72rem; padding: 0 .4rem; border: 1px solid var(--line); border-radius: 99px; color: var(--dim); }
        table { border-collapse: collapse; width: 100%; }
        td { padding: .25rem .6rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; }
        td:first-child, td:nth-child(2) { white-space: nowrap; }
        pre { margin: .3rem 0; padding: .6rem .8rem; overflow-x: auto; background: var(--soft); border-radius: 6px; }
        textarea { width: 100%; min-height: 10rem; }
        form { display: grid; gap: .5rem; justify-items: start; }
        form label { display: flex; gap: .5rem; align-items: center; }
        form label code { min-width: 11rem; }
        @media (max-width: 50rem) { #page { grid-template-columns: minmax(0, 1fr); } nav { display: none; }
          td:first-child { white-space: normal; } }

        """
}
