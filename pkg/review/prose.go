package review

import (
	"bytes"
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// headingBelow is the level of the headings that texts stand under.
const headingBelow = 2

// prose reads Markdown as the page of a review does (CommonMark with the tables, struck texts and bare addresses of GitHub). What makes
// tags of a text is not among its parsers, so a tag is text like any other.
var prose = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)),
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
		extension.NewLinkify(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
			extension.WithLinkifyURLRegexp(regexp.MustCompile("^https?://[^\\s<>\"`\\\\]+")), // also names without a dot, as of hosts in a cluster
		),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(careful{}, 100))),
)

// deep is what nests further than anybody reads; the time to take it apart grows with the square of that.
var deep = regexp.MustCompile(`(?m)^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){50}`)

// Prose turns Markdown that people wrote into HTML for a page that loads nothing: tags are text, images are their descriptions, links lead
// to http, https and mail addresses only, and headings stand below those of the page.
func Prose(markdown string) template.HTML {
	var out bytes.Buffer
	if deep.MatchString(markdown) || prose.Convert([]byte(markdown), &out) != nil {
		return template.HTML(`<div class="text">` + template.HTMLEscapeString(markdown) + "</div>") // #nosec G203 -- escaped
	}
	return template.HTML(out.String()) // #nosec G203 -- the writer escapes each text of it
}

// careful writes what could lead or load elsewhere, and what the writer of goldmark would do otherwise.
type careful struct{}

func (c careful) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindLink, c.link)
	r.Register(ast.KindAutoLink, c.autoLink)
	r.Register(ast.KindImage, c.image)
	r.Register(ast.KindHeading, c.heading)
}

// link without an address that can be followed is its text.
func (careful) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, is := node.(*ast.Link)
	if !is || !Reachable(string(n.Destination)) {
		return ast.WalkContinue, nil
	}
	if !entering {
		_, err := w.WriteString("</a>")
		return ast.WalkContinue, err
	}
	return ast.WalkContinue, anchor(w, string(n.Destination), ` class="named"`) // its address is printed behind it
}

func anchor(w util.BufWriter, address, class string) error {
	_, err := w.WriteString(`<a` + class + ` rel="noopener noreferrer nofollow" href="` + template.HTMLEscapeString(address) + `">`)
	return err
}

func (careful) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, is := node.(*ast.AutoLink)
	if !is || !entering {
		return ast.WalkContinue, nil
	}
	address, label := string(n.URL(source)), template.HTMLEscapeString(string(n.Label(source)))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		address = "mailto:" + address
	}
	if Reachable(address) {
		if err := anchor(w, address, ""); err != nil {
			return ast.WalkStop, err
		}
		label += "</a>"
	}
	_, err := w.WriteString(label)
	return ast.WalkContinue, err
}

// image has only its children written, which are its description.
func (careful) image(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

func (careful) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, is := node.(*ast.Heading)
	if !is {
		return ast.WalkContinue, nil
	}
	tag := "h" + string(rune('0'+min(6, n.Level+headingBelow))) + ">"
	if entering {
		_, err := w.WriteString("<" + tag)
		return ast.WalkContinue, err
	}
	_, err := w.WriteString("</" + tag + "\n")
	return ast.WalkContinue, err
}

// Reachable says whether a link may lead there: to the web, or to a mail address.
func Reachable(address string) bool {
	if Web(address) {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "mailto" && strings.Contains(u.Opaque, "@") && !strings.ContainsAny(address, "\x00\r\n\t \"<>`")
}
