package history

import (
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
)

const quietEnd = 30 * time.Minute // before the end, in which no scattered fault may be felt

// Parse reads a list of past faults: NAME[:TARGET]@WHEN/DURATION, separated by commas. WHEN is an RFC 3339 time or
// a time before the end such as -5h; TARGET is a service or a node.
func Parse(spec string, end time.Time) ([]Past, error) {
	var out []Past
	for one := range strings.SplitSeq(spec, ",") {
		one = strings.TrimSpace(one)
		if one == "" {
			continue
		}
		p, err := parseOne(one, end)
		if err != nil {
			return nil, fmt.Errorf("faults: %q: %w; write NAME[:TARGET]@WHEN/DURATION, as in bad-deploy:orders@-5h/20m", one, err)
		}
		out = append(out, p)
	}
	return out, nil
}

func parseOne(one string, end time.Time) (Past, error) {
	name, rest, found := strings.Cut(one, "@")
	if !found {
		return Past{}, fmt.Errorf("no time")
	}
	when, long, found := strings.Cut(rest, "/")
	if !found {
		return Past{}, fmt.Errorf("no duration")
	}
	var p Past
	name, target, _ := strings.Cut(name, ":")
	p.Name = name
	if strings.HasPrefix(target, "node-") {
		p.Node = target
	} else {
		p.Service = target
	}
	length, err := time.ParseDuration(long)
	if err != nil || length <= 0 {
		return p, fmt.Errorf("duration %q is not like 20m", long)
	}
	p.Duration = faults.Duration(length)
	if strings.HasPrefix(when, "-") {
		before, err := time.ParseDuration(when)
		if err != nil {
			return p, fmt.Errorf("time %q is not like -5h", when)
		}
		p.At = end.Add(before)
		return p, nil
	}
	p.At, err = time.Parse(time.RFC3339, when)
	return p, err
}

// Scatter places n faults over a plan, one in each of n equal parts, as the seed has it.
func Scatter(n int, seed int64, start, end time.Time) []Past {
	src := noise.New(seed)
	all := faults.All()
	end = end.Add(-quietEnd)
	part := end.Sub(start) / time.Duration(max(n, 1))
	var out []Past
	for i := range n {
		draw := func(what string) float64 { return src.Uniform(noise.Key("past", what), int64(i)) }
		length := min(10*time.Minute+time.Duration(draw("length")*float64(25*time.Minute)), part*2/3)
		room := part - length
		var p Past
		p.Name = all[int(draw("name")*float64(len(all)))].Name
		p.Severity = 0.6 + 0.4*draw("severity")
		p.Duration = faults.Duration(length.Truncate(time.Second))
		p.At = start.Add(time.Duration(i)*part + time.Duration(draw("at")*float64(room))).Truncate(time.Second)
		if p.Duration > 0 {
			out = append(out, p)
		}
	}
	return out
}
