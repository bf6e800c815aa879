package server

import "strings"

// strokes are icons that pages show often and that @grafana/ui's package leaves out, drawn for the devhost: lines in a box of
// 24 by 24. Names are Grafana's; looks are not.
var strokes = map[string]string{
	"angle-double-left":  "M11 7l-5 5 5 5M18 7l-5 5 5 5",
	"angle-double-up":    "M7 11l5-5 5 5M7 18l5-5 5 5",
	"arrows-v":           "M12 4v16M8 8l4-4 4 4M8 16l4 4 4-4",
	"check-square":       "M4 4h16v16H4zM8 12l3 3 5-6",
	"compress-arrows":    "M4 4l6 6M10 5v5H5M20 20l-6-6M14 19v-5h5",
	"crosshair":          "M12 3v6M12 15v6M3 12h6M15 12h6M6 12a6 6 0 1 0 12 0 6 6 0 1 0-12 0",
	"exclamation":        "M12 5v9M12 18v.5",
	"expand-alt":         "M13 11l7-7M15 4h5v5M11 13l-7 7M9 20H4v-5",
	"expand-arrows":      "M4 4l16 16M20 4L4 20M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
	"expand-arrows-alt":  "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
	"fa-spinner":         "M12 3a9 9 0 1 0 9 9",
	"file-download":      "M6 3h8l4 4v14H6zM12 9v7M9 13l3 3 3-3",
	"file-export":        "M6 3h8l4 4v14H6zM10 13h8M15 10l3 3-3 3",
	"flask":              "M9 3h6M10 3v6l-5 10h14l-5-10V3",
	"globe":              "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
	"heart-rate":         "M3 12h4l3-7 4 14 3-7h4",
	"home":               "M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6",
	"layers":             "M12 3l9 5-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5",
	"legend-hide":        "M4 4h16v16H4zM4 15h16M9 9l4 4M13 9l-4 4",
	"legend-show":        "M4 4h16v16H4zM4 15h16M7 18h3",
	"link-broken":        "M9 15l-3 3a3 3 0 0 1-4-4l3-3M15 9l3-3a3 3 0 0 1 4 4l-3 3M8 4l1 3M4 8l3 1M16 20l-1-3M20 16l-3-1",
	"list-ol":            "M9 6h12M9 12h12M9 18h12M4 5v3M3 12h2M3 18h2",
	"map-marker":         "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM10 10a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
	"pause-circle":       "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M10 8v8M14 8v8",
	"spinner":            "M12 3a9 9 0 1 0 9 9",
	"stopwatch-slash":    "M5 13a7 7 0 1 0 14 0 7 7 0 1 0-14 0M10 3h4M12 10v3M4 4l16 16",
	"sync-slash":         "M4 12a8 8 0 0 1 14-5M20 12a8 8 0 0 1-14 5M4 4l16 16",
	"thumbs-down":        "M5 4h3v9H5zM8 4h9l3 6v3h-6l1 6-2 1-5-7",
	"thumbs-up":          "M5 11h3v9H5zM8 20h9l3-6v-3h-6l1-6-2-1-5 7",
	"toggle-off":         "M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7zM6 12a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
	"toggle-on":          "M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7zM14 12a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
	"vertical-align-top": "M4 4h16M12 20V9M8 13l4-4 4 4",
	"window":             "M4 4h16v16H4zM4 9h16",
	"wrench":             "M14 7a4 4 0 0 1 5-3l-3 3 1 1 3-3a4 4 0 0 1-5 5l-8 9-3-3 9-8z",
}

// missingIcon draws a name that the package lacks: one of ours, else an empty ring.
func missingIcon(file string) string {
	name := strings.TrimSuffix(file[strings.LastIndex(file, "/")+1:], ".svg")
	path, ok := strokes[name]
	if !ok {
		return placeholder
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="` + path +
		`" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`
}
