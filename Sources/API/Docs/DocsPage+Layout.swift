/// The style of the layout.
extension DocsPage {
    /// Header, navigation, window sizes.
    static let layoutStyle = """
        .skip, .offscreen { position: absolute; left: -9999px; }
        .skip:focus { left: 1rem; top: .5rem; z-index: 3; padding: .4rem .8rem; background: var(--paper); }
        header { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .5rem .75rem;
          align-items: center; padding: .6rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line); }
        #filter { width: 19rem; } #token { width: 15rem; }
        #menu { display: none; }
        #page { display: grid; grid-template-columns: 15.5rem minmax(0, 78rem); gap: 2.2rem; padding: 0 1.25rem 40vh; }
        nav { position: sticky; top: 3.7rem; align-self: start; max-height: calc(100vh - 3.7rem); overflow-y: auto;
          padding: 1.5rem .3rem 2rem .1rem; font-size: .92rem; }
        nav ul { list-style: none; margin: 0; padding: 0; }
        nav ul ul { margin-left: .55rem; border-left: 1px solid var(--line); }
        nav a, nav summary { display: flex; justify-content: space-between; gap: .5rem; padding: .2rem .6rem;
          border-radius: 6px; color: var(--ink); text-decoration: none; cursor: pointer; }
        nav ul ul a { color: var(--dim); border-radius: 0 6px 6px 0; }
        nav a:hover, nav summary:hover { background: var(--soft); }
        nav a[aria-current] { color: var(--accent); background: var(--soft); font-weight: 600;
          box-shadow: inset 2px 0 var(--accent); }
        nav summary { list-style: none; font-weight: 600; }
        nav summary::-webkit-details-marker { display: none; }
        nav summary > :first-child::after { content: " ▸"; color: var(--dim); }
        nav [open] > summary > :first-child::after { content: " ▾"; }
        .count { flex: none; color: var(--dim); font-weight: normal; font-variant-numeric: tabular-nums; }
        #state, #nothing, #found:not(:empty) { margin-top: 2rem; }
        @media (max-width: 56rem) {
          header { display: grid; grid-template-columns: 1fr 1fr; padding: .5rem 1rem; }
          #menu { display: block; justify-self: end; }
          #filter, #token { width: 100%; min-width: 0; text-overflow: ellipsis; }
          #page { grid-template-columns: minmax(0, 1fr); padding: 0 1rem 40vh; }
          html { scroll-padding-top: 7rem; }
          nav { display: none; }
          .menu nav { display: block; position: fixed; inset: 6.2rem 0 0; max-height: none; z-index: 2;
            padding: 1rem; background: var(--paper); align-self: stretch; }
          .menu { overflow: hidden; }
        }
        """
}
