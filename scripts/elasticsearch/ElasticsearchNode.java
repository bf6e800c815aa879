import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.Version;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.painless.PainlessScriptEngine;
import org.elasticsearch.painless.spi.Whitelist;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.ScriptPlugin;
import org.elasticsearch.reindex.ReindexPlugin;
import org.elasticsearch.script.ScriptContext;
import org.elasticsearch.script.ScriptEngine;
import org.elasticsearch.transport.Netty4Plugin;

/** One Elasticsearch node on 127.0.0.1, for the demo and the tests: ElasticsearchNode HOME PORT; SIGTERM ends it. */
public final class ElasticsearchNode {
    /** Kinds of scripts that queries of Grafana's Elasticsearch data source have. */
    private static final Set<String> SCRIPTS = Set.of("aggs", "bucket_aggregation", "filter", "number_sort");

    /** Painless without the module around it, which is of an older version than the node. */
    public static final class Scripts extends Plugin implements ScriptPlugin {
        @Override
        public ScriptEngine getScriptEngine(Settings settings, Collection<ScriptContext<?>> contexts) {
            Map<ScriptContext<?>, List<Whitelist>> allowed = new HashMap<>();
            for (ScriptContext<?> context : contexts) {
                if (SCRIPTS.contains(context.name)) {
                    allowed.put(context, Whitelist.BASE_WHITELISTS);
                }
            }
            return new PainlessScriptEngine(settings, allowed);
        }
    }

    private static final class EmbeddedNode extends Node {
        EmbeddedNode(Settings settings, Path config) {
            super(
                InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "node"),
                List.of(Netty4Plugin.class, ReindexPlugin.class, Scripts.class),
                false
            );
        }
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        Path config = Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
            .put("path.home", home.toString())
            .put("path.data", home.resolve("data").toString())
            .put("cluster.name", "strata")
            .put("network.host", "127.0.0.1")
            .put("http.port", args[1])
            .put("transport.port", "0")
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .put("discovery.type", "single-node")
            .put("action.auto_create_index", true)
            // A full disk of the machine is no reason to refuse a few MB of documents.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        Node node = new EmbeddedNode(settings, config);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception e) {
                e.printStackTrace();
            }
            ended.countDown();
        }));
        node.start();
        System.out.printf("Elasticsearch %s at http://127.0.0.1:%s%n", Version.CURRENT, args[1]);
        ended.await();
    }
}
