package weir.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;
import weir.spark.internal.content.ContentFile;

/** The shared directory on a real HDFS. */
@EnabledForJreRange(max = JRE.JAVA_23)
class HdfsTest {

    private static final List<Trial> TRIALS = SparkFixture.trials(8);
    private static final List<Chunk> ALL = List.of(new Chunk(0, 12));

    @TempDir
    Path folder;

    @Test
    void executorsReadSwapsFromHdfs() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(configuration).build();
                SparkFixture fixture = new SparkFixture(folder)) {
            org.apache.hadoop.fs.Path shared = new org.apache.hadoop.fs.Path(hdfs.getURI() + "/weir");
            Map<Integer, ChunkResult> expected = fixture.playLocally(TRIALS, ALL);
            FileSystem files = hdfs.getFileSystem();
            ContentFile swaps;
            try (SparkSweepEngine engine =
                    (SparkSweepEngine) fixture.spark("local[2]", Optional.of(shared.toString()))) {
                assertEquals(expected, SparkFixture.play(engine, TRIALS, ALL));
                swaps = engine.publishHistory(ALL).get(0).get(0);
                for (FileStatus file : files.listStatus(shared)) {
                    assertTrue(
                            file.getPath().getName().matches("[0-9a-f]{64}"),
                            file.getPath() + " is not named by its hash");
                }
            }
            org.apache.hadoop.fs.Path damaged = new org.apache.hadoop.fs.Path(shared, swaps.sha256());
            try (OutputStream out = files.create(damaged, true)) {
                out.write(new byte[] {1, 2, 3});
            }
            try (SweepEngine engine = fixture.spark("local[2]", Optional.of(shared.toString()))) {
                assertEquals(
                        expected, SparkFixture.play(engine, TRIALS, ALL), "the damaged file was not written again");
            }
            assertEquals(swaps.bytes(), files.getFileStatus(damaged).getLen());
        }
    }
}
