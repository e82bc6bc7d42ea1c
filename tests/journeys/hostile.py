"""Words that would like to act. Whichever of them gets to run sets `pwned`, which tells on it."""

BREAKING_OUT = [
    '" autofocus onfocus=pwned=1 x="',
    "' onmouseover='pwned=1",
    '"><img src=x onerror=pwned=1>',
    "'><svg onload=pwned=1>",
    "` onclick=pwned=1 `",
    '"><script>pwned=1</script>',
    '" style="animation-name:x" onanimationstart="pwned=1',
    '"/><details open ontoggle=pwned=1>',
    "&quot;><img src=x onerror=pwned=1>",
    "</textarea><img src=x onerror=pwned=1>",
    "</title><img src=x onerror=pwned=1>",
    "</script><script>pwned=1</script>",
    "';pwned=1//",
    "\\u003cimg src=x onerror=pwned=1\\u003e",
]
DRAWN = [
    "<svg><script>pwned=1</script></svg>",
    "<svg/onload=pwned=1>",
    "<svg><animate onbegin=pwned=1 attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:pwned=1"><text y=20>tap</text></a></svg>',
    "<svg><style><img src=x onerror=pwned=1></style></svg>",
    '<svg><foreignObject><iframe src="javascript:parent.pwned=1"></iframe></foreignObject></svg>',
    "<svg><a><set attributeName=href to=javascript:pwned=1><text>tap</text></a></svg>",
    '<svg><use href="data:image/svg+xml,<svg id=x><script>pwned=1</script></svg>#x">',
]
MARKED_UP = [
    "<script>pwned=1</script>",
    "<ScRiPt/x>pwned=1</sCrIpT >",
    "<scr<script>ipt>pwned=1</scr</script>ipt>",
    '<img src=x onerror="pwned=1"//',
    '<img srcset="x 1x" src=y onerror=pwned=1>',
    '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
    '<iframe src="javascript:parent.pwned=1"></iframe>',
    '<object data="javascript:pwned=1"></object>',
    '<embed src="javascript:pwned=1">',
    "<video><source onerror=pwned=1></video>",
    "<audio src=x onerror=pwned=1>",
    "<body onload=pwned=1>",
    "<input autofocus onfocus=pwned=1>",
    "<details open ontoggle=pwned=1><summary>x</summary></details>",
    '<form action="javascript:pwned=1"><button>tap</button></form>',
    '<button formaction="javascript:pwned=1">tap</button>',
    '<base href="javascript:/a/-pwned=1//">',
    '<meta http-equiv="refresh" content="0;url=javascript:pwned=1">',
    '<a href="javascript:pwned=1">tap</a>',
    '<div hx-get="/" hx-trigger="load" hx-on::before-request="pwned=1">x</div>',
    '<p hx-on:click="pwned=1" data-hx-on:click="pwned=1">x</p>',
]
MISREAD = [
    "<!--><img src=x onerror=pwned=1>-->",
    "<!-- --!><img src=x onerror=pwned=1> -->",
    "<![CDATA[><img src=x onerror=pwned=1>]]>",
    "<?x ><img src=x onerror=pwned=1>?>",
    '<noscript><p title="</noscript><img src=x onerror=pwned=1>"></noscript>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=pwned=1>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=pwned=1>",
    '<xmp><p title="</xmp><img src=x onerror=pwned=1>">',
    '<svg></p><style><a id="</style><img src=x onerror=pwned=1>">',
    '<template><s><template><img title="</template></s><img src=x onerror=pwned=1>">',
]
MARKDOWN = [
    "[tap](javascript:pwned=1)",
    "[tap](JaVaScRiPt:pwned=1)",
    "[tap](java\tscript:pwned=1)",
    "[tap](&#106;avascript:pwned=1)",
    "[tap](javascript&colon;pwned=1)",
    "[tap](<javascript:pwned=1>)",
    "[tap](\x01javascript:pwned=1)",
    "[tap](data:text/html,<script>pwned=1</script>)",
    "[tap](vbscript:pwned=1)",
    "<javascript:pwned=1>",
    "<data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+>",
    "![x](javascript:pwned=1)",
    '![x](x"onerror="pwned=1)',
    '[tap](https://x.example "\\" onmouseover=\\"pwned=1")',
    "[tap][1]\n\n[1]: javascript:pwned=1",
    'https://x.example/"onmouseover="pwned=1',
    "[<img src=x onerror=pwned=1>](https://x.example)",
    '```"><img src=x onerror=pwned=1>\nx\n```',
    "`<img src=x onerror=pwned=1>` **<svg onload=pwned=1>**",
    "javascript:pwned=1",
]
FOR_TEMPLATES = ["{{ constructor.constructor('pwned=1')() }}", "${pwned=1}", "{% print(pwned) %}", "<%= pwned=1 %>"]
STYLED = [
    "<style>*{background:url(javascript:pwned=1)}</style>",
    '<p style="background:url(javascript:pwned=1)">x</p>',
    '<link rel=stylesheet href="data:text/css,*{color:red}">',
    "</style><img src=x onerror=pwned=1>",
]
HOSTILE = [*BREAKING_OUT, *DRAWN, *MARKED_UP, *MISREAD, *MARKDOWN, *FOR_TEMPLATES, *STYLED]

TELL = """Object.defineProperty(window, "pwned", {
  set() { console.error("PWNED by " + location.href); }, get() { return 0; }, configurable: true,
});"""
"""Before any page: setting `pwned` is heard in the console."""

ARMED = """() => {
  const found = [];
  const ours = (address) => new URL(address, document.baseURI).origin === location.origin;
  for (const one of document.querySelectorAll("*")) {
    const name = one.tagName.toLowerCase();
    if (/^(iframe|object|embed|base|foreignobject|animate|set|use|math|meta)$/.test(name)
        && !(name === "meta" && !one.httpEquiv) && !(name === "use" && one.closest("svg.icon"))) found.push(name);
    if (/^(script|link)$/.test(name) && !ours(one.src || one.href || "data:x")) found.push(name);
    if (name === "style") found.push(name);
    for (const {name: called, value} of one.attributes) {
      if (/^on|^(data-)?hx-on/.test(called)) found.push(name + " " + called);
      if (/^(href|src|action|formaction|data|xlink:href|poster|srcdoc)$/.test(called)
          && !/^(https?:|mailto:|tel:|data:image\\/(svg|png)|[/?#])/i.test(value.trim())) found.push(called + "=" + value);
      if (called === "style") found.push("style=" + value);
    }
  }
  return found;
}"""
"""What stands in a page and would act by itself or at a press, whatever policy holds it back."""
