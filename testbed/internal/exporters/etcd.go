package exporters

import (
	"fmt"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Bounds of etcd's histograms, seconds.
var (
	etcdDiskBounds = exp2(13, 0.001)
	etcdPeerBounds = exp2(15, 0.0001)
)

const etcdMembers = 3

func databaseSize(f *frame) float64 { return 148e6 * f.wander("etcd", 0.03) }

// etcd is the store of the control plane: three members on machines of their own.
func etcd() []filler {
	var out []filler
	for i := range etcdMembers {
		labels := cluster("etcd", fmt.Sprintf("control-%d:2379", i+1))
		out = append(out, single("etcd", labels, rows(etcdRows(i), process(0.06, 210e6, 240))))
	}
	return out
}

func etcdRows(member int) []row[*frame] {
	writes := func(median float64) func(*frame) (float64, model.Dist) {
		return func(f *frame) (float64, model.Dist) {
			return 9 + 0.5*f.troubled(), model.Dist{Main: median, Sigma: 0.5}
		}
	}
	out := []row[*frame]{
		spread("etcd_disk_wal_fsync_duration_seconds", "The latency distributions of fsync called by WAL.", etcdDiskBounds, writes(0.0016)),
		spread("etcd_disk_backend_commit_duration_seconds", "The latency distributions of commit called by backend.", etcdDiskBounds, writes(0.0035)),
		number("etcd_server_has_leader", "Whether or not a leader exists. 1 is existence, 0 is not.", always[*frame](1)),
		total("etcd_server_leader_changes_seen_total", "The number of leader changes seen.", always[*frame](0)),
		total("etcd_server_proposals_failed_total", "The total number of failed proposals seen.", always[*frame](0)),
		number("etcd_mvcc_db_total_size_in_bytes", "Total size of the underlying database physically allocated in bytes.", databaseSize),
		number("etcd_server_quota_backend_bytes", "Current backend storage quota size in bytes.", always[*frame](2147483648)),
	}
	for peer := range etcdMembers {
		if peer != member {
			out = append(out, spread("etcd_network_peer_round_trip_time_seconds", "Round-Trip-Time histogram between peers", etcdPeerBounds,
				func(*frame) (float64, model.Dist) { return 0.3, model.Dist{Main: 0.0006, Sigma: 0.5} }, "To", fmt.Sprintf("%x", uint64(0x8e9e05c52164694d)+uint64(peer))))
		}
	}
	return out
}
