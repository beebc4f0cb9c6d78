package kontrast.claim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kontrast.data.DataException;
import kontrast.evaluate.Summary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the lectures may rely on: that a method learns, and where its claim shows, by the committed results. The slow part trains
 * again, one seed of what takes a minute, and looks at the first steps of everything whose data is here.
 */
class ClaimsHoldTest {

    /** Comparisons that hold; whoever changes a method and measures again sees here what became of them. */
    private static final Set<String> HOLD = Set.of(
            "1 probe 100 %: SimCLR above random encoder",
            "1 probe 100 %: SimCLR above raw pixels",
            "1 trained 1 %: SimCLR above supervised",
            "1 probe 10 %: SimCLR above raw pixels",
            "1 probe 10 %: SimCLR above random encoder",
            "2 retrieval: raw pixels above denoising autoencoder",
            "2 probe: denoising autoencoder above untrained",
            "2 error: untrained above denoising autoencoder",
            "3 kNN: rotation above untrained",
            "3 accuracy: rotation above chance (0.25)",
            "3 accuracy: rotation above glance: 16 blobs of colour",
            "3 probe: rotation above untrained",
            "4 accuracy: noise with fringes above noise with fringes; colours dropped",
            "4 accuracy: relative patch above chance (0.125)",
            "4 probe: relative patch above untrained",
            "5 kNN: 24 orders above untrained",
            "6 error: mean picture above inpainting",
            "7 chroma: rebalanced above not rebalanced",
            "7 error: untrained above rebalanced",
            "7 error: rebalanced above all grey",
            "7 error: all grey above not rebalanced",
            "8 PCK: video colorization above nothing moves",
            "8 J: video colorization above nothing moves",
            "8 J: video colorization above pixels",
            "8 J: video colorization above untrained",
            "9 std of z: untrained above cosine",
            "9 std of z: untrained above hinge on length",
            "9 deviation of z: batch norm above pull only",
            "9 deviation of z: variance above pull only",
            "9 rank of z: both above variance",
            "9 rank of z: both above batch norm",
            "9 retrieval: both above pull only",
            "10 probe: contrast above prediction",
            "10 retrieval: contrast above prediction",
            "10 retrieval: contrast; L alone above prediction",
            "11 bound: k = 4096 above k = 256",
            "11 bound: k = 256 above k = 16",
            "11 bound: ceiling log k (2.77259) above k = 16",
            "11 share of the hardest: tau = 0.07 above tau = 0.5",
            "11 found by another artist: trained: tau = 0.1 and k = 128 above raw pixels",
            "11 found by another artist: trained: tau = 0.1 and k = 128 above untrained",
            "11 found by another artist: trained: tau = 0.1 and k = 128 above trained: tau = 0.02",
            "11 found by another artist: trained: tau = 0.1 and k = 128 above trained: tau = 0.3",
            "11 found by another artist: trained: tau = 0.1 and k = 128 above trained: tau = 1",
            "11 found by another artist: trained: tau = 0.1 and k = 128 above trained: k = 2",
            "11 found by another artist: trained: tau = 0.1 and k = 128 above trained: k = 16",
            "12 retrieval: dot product above one eye that sees all",
            "12 probe: photographs: dot product above photographs: one eye that sees all",
            "12 retrieval: one eye that sees all; changed colours above one eye that sees all",
            "12 probe: photographs: one eye that sees all; changed colours above photographs: one eye that sees all",
            "23 found among 10: CLIP above untrained",
            "23 found among 10: CLIP above chance (0.0333333)",
            "23 known artists: CLIP above CLIP; one prompt",
            "12 photographs: dot product: probe above probe of L",
            "12 photographs: dot product: probe above probe of ab",
            "12 probe: photographs: dot product above photographs: untrained",
            "12 dot product: probe above probe of ab",
            "12 bilinear: probe above probe of ab",
            "12 dot product: probe above probe of L",
            "12 bilinear: probe above probe of L",
            "14 probe: m = 1024 above m = 16",
            "14 probe: m = 1024 above untrained",
            "14 kNN: photographs: m = 512; softmax above photographs: untrained",
            "14 kNN: photographs: m = 512; softmax above photographs: m = 512",
            "15 kNN: all above 1 epoch",
            "15 kNN: all above colour only",
            "15 kNN: all above no head",
            "15 kNN: all above crop only",
            "15 kNN: all above untrained",
            "15 all; 20 epochs: kNN above kNN of z",
            "16 probe: m = 0.99 above m = 0",
            "16 kNN: m = 0.99 above m = 0",
            "17 kNN: augmentation above v1",
            "18 contrastive: same groups above shuffled",
            "19 InfoNCE: accuracy above guessing",
            "19 binary cross entropy; halves: accuracy above guessing",
            "19 probe: InfoNCE above untrained",
            "20 retrieval: second paper above first paper",
            "21 speaker: CPC above untrained",
            "22 linear CIFAR-10: SimCLR on photographs above random init",
            "22 linear Fashion-MNIST: SimCLR on photographs above supervised on photographs",
            "22 fine-tuned Fashion-MNIST: SimCLR on photographs above random init",
            "22 linear CIFAR-10: SimCLR on photographs above SimCLR on drawings",
            "25 kNN: VICReg above untrained",
            "25 kNN: SimCLR; 20 epochs above untrained",
            "25 kNN: BYOL; 20 epochs above untrained",
            "25 kNN: SimSiam; 20 epochs above untrained",
            "25 kNN: SwAV; 20 epochs above untrained",
            "25 kNN: Barlow Twins; 20 epochs above untrained",
            "25 kNN: VICReg; 20 epochs above untrained",
            "25 kNN: DINO; 20 epochs above untrained",
            "25 kNN: PIRL; 20 epochs above untrained",
            "25 kNN: DINO above untrained",
            "25 kNN: SwAV above untrained",
            "25 kNN: Barlow Twins above untrained",
            "25 std of z: SimSiam above SimSiam; no stop-gradient",
            "25 std of z: BYOL above BYOL; no predictor",
            "25 information: SwAV above SwAV; no equal shares",
            "25 information: DINO above DINO; no centring",
            "25 information: DINO above DINO; no sharpening",
            "25 std of z: emoji: SimSiam above emoji: SimSiam; no stop-gradient",
            "25 std of z: emoji: BYOL above emoji: BYOL; no predictor",
            "25 information: emoji: SwAV above emoji: SwAV; no equal shares",
            "25 information: emoji: DINO above emoji: DINO; no centring",
            "25 information: emoji: DINO above emoji: DINO; no sharpening",
            "24 times the untrained: dense object net above twice (2)",
            "24 error: untrained above dense object net",
            "24 error: colour above dense object net",
            "24 within 3 pixels: dense object net above colour",
            "24 within 3 pixels: dense object net above nothing moves",
            "24 within 3 pixels: margin 20 above dense object net",
            "26 kNN: SimCLR above rotation",
            "26 kNN: SimCLR above denoising autoencoder",
            "26 kNN: SimCLR above inpainting",
            "26 kNN: SimCLR above jigsaw",
            "26 kNN: SimCLR above relative patch",
            "26 kNN: SimCLR above untrained",
            "26 kNN: MoCo v1 above untrained",
            "26 kNN: CMC above untrained",
            "26 kNN: CPC v2 above untrained",
            "26 kNN at equal seconds: CMC above SimCLR",
            "26 kNN: emoji: supervised above emoji: untrained",
            "26 kNN: MoCo v2 above untrained",
            "26 kNN: rotation above untrained",
            "26 kNN: supervised above SimCLR",
            "26 kNN: SimCLR above MoCo v2",
            "26 kNN: SimCLR above BYOL",
            "26 kNN: SimCLR above VICReg",
            "26 kNN at equal seconds: SimCLR above rotation",
            "26 MB at equal negatives: SimCLR above MoCo v2",
            "26 all together: CKA SimCLR ~ SimCLR of another seed above CKA SimCLR ~ rotation",
            "26 all together: CKA SimCLR ~ MoCo v2 above CKA SimCLR ~ rotation",
            "26 all together: CKA SimCLR ~ VICReg above CKA SimCLR ~ supervised",
            "26 seconds per 1000 images: SimCLR above MoCo v2");

    @Test
    void theCommittedLinesSupportTheVerdicts() {
        ClaimFile results = ClaimFile.committed();
        Set<String> found = Claims.all().stream()
                .flatMap(claim -> claim.comparisons().stream()
                        .filter(c -> claim.verdict(results, c).kind() == Verdict.Kind.HOLDS)
                        .map(c -> claim.row() + " " + c))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(
                found.containsAll(HOLD),
                () -> "hold no longer: "
                        + HOLD.stream().filter(c -> !found.contains(c)).toList());
    }

    private static double first(String exercise, String run, String figure) {
        return Claims.curve(exercise, run, figure)[1][0];
    }

    private static double last(String exercise, String run, String figure) {
        double[] values = Claims.curve(exercise, run, figure)[1];
        return values[values.length - 1];
    }

    /** What the diagnosis exercises ask for must be in their curves: in run B, and not in run A. */
    @Test
    void faultyRunsShowTheirFault() {
        assertTrue(last("1.7", "B", "test") > last("1.7", "B", "new concepts") + 0.1);
        assertTrue(last("1.7", "A", "test") < last("1.7", "A", "new concepts") + 0.1);
        assertTrue(last("2.6", "B", "error") < 0.004 && last("2.6", "B", Claim.PROBE) < 0.3);
        assertEquals(last("2.6", "B", "error"), last("2.6", "B", "swapped error"), 1e-5);
        assertTrue(last("2.6", "A", "swapped error") > 1.3 * last("2.6", "A", "error"));
        assertTrue(last("2.6", "A", Claim.PROBE) > 0.4);
        assertTrue(last("3.6", "B", "prepared") > 0.95 && last("3.6", "B", "square") < 0.35);
        assertTrue(last("3.6", "A", "prepared") < 0.5);
        assertTrue(last("4.6", "B", "blank") > 0.9 && last("4.6", "B", "even") < 0.3);
        assertTrue(last("4.6", "A", "blank") < 0.1 && last("4.6", "A", "even") > 0.4);
        assertTrue(last("5.7", "B", Claim.LOSS) < 0.1 && last("5.7", "B", "right") > 0.95);
        assertTrue(last("5.7", "B", "chroma") < 1 && last("5.7", "A", "chroma") > last("5.7", "A", "truth"));
        assertTrue(last("6.7", "B", "still right") < -1.5 && last("6.7", "B", "still down") < -1.5);
        assertTrue(last("6.7", "A", "still right") > -0.5 && last("6.7", "A", "still down") > -0.5);
        assertTrue(last("6.7", "B", "still size") < 0.2 && last("6.7", "A", "still size") > 0.3);
        assertTrue(last("7.6", "B", Claim.LOSS) < 0.05 * first("7.6", "B", Claim.LOSS));
        assertTrue(last("7.6", "B", "hinge") < 0.01 && last("7.6", "B", "deviation") < 0.1);
        assertTrue(last("7.6", "A", "deviation") > 0.5 && last("7.6", "A", "found") > last("7.6", "B", "found") + 0.1);
        assertTrue(last("8.7", "B", Claim.LOSS) > 0.95 * 2 * Math.log(64) && last("8.7", "A", Claim.LOSS) < 1);
        assertTrue(last("9.8", "B", Claim.LOSS) > 2 * last("9.8", "A", Claim.LOSS));
        assertTrue(last("9.8", "A", "found by ab") > first("9.8", "A", "found by ab") + 0.05);
        assertTrue(last("9.8", "B", "found by ab") <= first("9.8", "B", "found by ab"));
        assertTrue(last("9.8", "B", "found by L") > first("9.8", "B", "found by L") + 0.05);
        assertTrue(first("10.8", "B", Claim.LOSS) < 1 && first("10.8", "A", Claim.LOSS) > 4);
        assertTrue(last("11.8", "B", Claim.LOSS) < 0.1 && last("11.8", "B", "found") < 0.2);
        assertTrue(last("11.8", "A", Claim.LOSS) > 0.5 && last("11.8", "A", "found") > 0.5);
        assertTrue(last("12.7", "B", Claim.LOSS) > 3 * last("12.7", "A", Claim.LOSS));
        assertEquals(last("12.7", "A", "found"), last("12.7", "B", "found"), 0.05);
        assertTrue(last("13.7", "B", "k = 1") > 5 * last("13.7", "A", "k = 1"));
        assertTrue(last("14.7", "B", Claim.LOSS) < last("14.7", "A", Claim.LOSS));
        assertTrue(last("14.7", "B", "speech") > 0.8 && last("14.7", "B", "pauses") > 0.9);
        assertTrue(last("14.7", "B", "another desk") < last("14.7", "B", "speech") - 0.4);
        assertTrue(last("14.7", "A", "pauses") < 0.2);
        assertEquals(last("14.7", "A", "speech"), last("14.7", "A", "another desk"), 1e-9);
        assertEquals(1 / 9.0, last("15.6", "B", "target"), 0.03); // guessing
        assertTrue(last("15.6", "A", "target") > 0.25 && last("15.6", "A", "source") > 0.3);
        assertTrue(first("15.6", "B", "source") > 0.5 && last("15.6", "B", "source") < 0.02);
        assertTrue(last("15.6", "B", "first stage") > 4 * last("15.6", "B", "last stage"));
        assertTrue(last("15.6", "A", "first stage") < 0.1 * last("15.6", "A", "last stage"));
        for (String same : List.of(Claim.LOSS, "training captions", "unseen drawings")) {
            assertEquals(last("16.8", "A", same), last("16.8", "B", same), 1e-9, same);
        }
        assertTrue(last("16.8", "A", "unseen captions") > 0.2 && last("16.8", "A", "training captions") > 0.4);
        assertTrue(last("16.8", "B", "unseen captions") < 0.05); // by chance 0.033
        assertTrue(last("17.8", "B", Claim.LOSS) < last("17.8", "A", Claim.LOSS));
        assertTrue(last("17.8", "B", "one light") > 1.3 * last("17.8", "A", "one light"));
        assertTrue(last("17.8", "A", "two lights") > 1.2 * last("17.8", "B", "two lights"));
        assertTrue(last("18.8", "B", Claim.LOSS) < last("18.8", "A", Claim.LOSS) / 2);
        assertTrue(last("18.8", "B", "all drawings") < Math.log(5) && last("18.8", "A", "all drawings") > Math.log(16));
        assertTrue(last("18.8", "B", "one drawing") < last("18.8", "A", "one drawing"));
    }

    /** The rule of the verdicts, on the differences that the exercise shows: of three runs, and of ninety readings. */
    @Test
    void readingsThatCountAsRunsProveWhatIsNotThere() {
        List<double[]> runs = List.of("run 1", "run 2", "run 3").stream()
                .map(run -> Claims.curve("19.7", "A", run)[1])
                .toList();
        for (int run = 1; run <= 3; run++) {
            assertArrayEquals(runs.get(run - 1), Claims.curve("19.7", "B", "run " + run)[1]);
        }
        double[] means =
                runs.stream().mapToDouble(run -> Summary.of(run).mean()).toArray();
        double[] all = runs.stream().flatMapToDouble(Arrays::stream).toArray();
        assertEquals(Verdict.of(means, new double[3]).errors(), last("19.7", "A", "errors"), 1e-3);
        assertEquals(Verdict.of(all, new double[all.length]).errors(), last("19.7", "B", "errors"), 1e-3);
        assertEquals(first("19.7", "A", "errors"), first("19.7", "B", "errors"), 1e-9);
        assertTrue(last("19.7", "A", "errors") < 2 && last("19.7", "B", "errors") > 6);
    }

    /** One seed of quick variants: its figures are those of the file, but for what rounding does to a training. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"4", "9", "12"})
    void aSeedThatIsTrainedAgainGivesTheFiguresOfTheFile(String row) {
        Claim claim = Claims.row(row);
        ClaimFile results = ClaimFile.committed();
        String variant = claim.variants().get(row.equals("4") ? 2 : 0);
        List<ClaimFile.Line> lines = results.of(row, variant, 1);
        assumeTrue(
                claim.values(results, variant, Claim.LOSS).size()
                        == claim.seeds().size(),
                "not measured yet");
        Map<String, Double> again = claim.trial(variant).run(1).figures();
        assertEquals(lines.stream().map(ClaimFile.Line::figure).collect(Collectors.toSet()), again.keySet());
        for (ClaimFile.Line line : lines) {
            double[] seeds = claim.values(results, variant, line.figure()).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            // Rounding grows as another seed's numbers do, and no further.
            double allowed = 4 * Summary.of(seeds).std() + 0.02 * Math.abs(line.value());
            assertEquals(line.value(), again.get(line.figure()), allowed, line.toString());
        }
    }

    @Tag("slow")
    @Test
    void noCommittedFigureIsStale() {
        ClaimFile results = ClaimFile.committed();
        List<String> stale = Claims.all().stream()
                .flatMap(claim -> claim.variants().stream().flatMap(variant -> stale(claim, variant, results)))
                .toList();
        assertEquals(List.of(), stale);
    }

    private static Stream<String> stale(Claim claim, String variant, ClaimFile results) {
        List<ClaimFile.Line> lines =
                results.of(claim.row(), variant, claim.seeds().get(0));
        if (lines.isEmpty()) {
            return Stream.empty();
        }
        try {
            String why = ClaimsCommand.stale(lines.get(0), claim.trial(variant));
            return why.isEmpty() ? Stream.empty() : Stream.of("row %s, %s: %s".formatted(claim.row(), variant, why));
        } catch (DataException e) {
            return Stream.empty(); // it cannot be checked without its data
        }
    }
}
