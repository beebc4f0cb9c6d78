package kontrast.claim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import kontrast.claim.run.Photographs;
import kontrast.claim.run.Training;
import kontrast.claim.run.Trial;
import kontrast.claim.run.WithoutTraining;
import kontrast.data.Cifar10;
import kontrast.data.Images;
import kontrast.data.LabelFraction;
import kontrast.evaluate.Features;
import kontrast.method.Downstream;
import kontrast.method.Method;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.tensor.Devices;
import kontrast.train.Fingerprint;
import kontrast.train.Pretraining;
import kontrast.train.TrainingOptions;

/** Row 1, the two-stage protocol. */
final class ProtocolClaims {

    private ProtocolClaims() {}

    static List<Claim> first() {
        return List.of(twoStages());
    }

    private static final List<Double> SHARES = List.of(0.01, 0.1, 1.0);
    private static final String SIMCLR = "SimCLR";
    private static final String RANDOM = "random encoder";
    private static final String SUPERVISED = "supervised";

    private static Claim twoStages() {
        Claim claim = Claim.row(
                        "1",
                        "Features learned without labels beat random ones and pixels, and with few labels also a"
                                + " network trained on those alone",
                        "Chen et al. 2020, table 7: ResNet-50, ImageNet, top 5, fine-tuned: with 1 % of the labels"
                                + " 75.5 against 48.4 % supervised, with 10 % 87.8 against 80.4 %")
                .on(Photographs.DATA)
                .variant(
                        "raw pixels",
                        () -> new WithoutTraining("pixels; " + how("probe"), seed -> probed(Features::pixels, seed)))
                .variant(RANDOM, () -> simClr().untrained().judged(new Probed()))
                .variant(SIMCLR, () -> simClr().judged(new Probed()).judged(new FineTuned()))
                .variant(SUPERVISED, FromScratch::new);
        for (double share : List.of(1.0, 0.1)) {
            String figure = probe(share);
            claim.says(figure, SIMCLR, RANDOM).says(figure, SIMCLR, "raw pixels");
        }
        return claim.says(learned(0.1), SIMCLR, SUPERVISED).says(learned(0.01), SIMCLR, SUPERVISED);
    }

    /** The training of row 15. */
    private static Training<SimClr.Options, SimClr> simClr() {
        return Training.of(ContrastClaims::photographs, SimClr::new, Photographs::train, 390);
    }

    private static String how(String what) {
        return "%s at %s of the labels; %s".formatted(what, SHARES, new Photographs().how());
    }

    private static String probe(double share) {
        return "probe " + new LabelFraction(share, 0);
    }

    private static String learned(double share) {
        return "trained " + new LabelFraction(share, 0);
    }

    private static Map<String, Double> probed(Function<Images, Features> features, long seed) {
        Features known = features.apply(Photographs.train());
        Features asked = features.apply(Photographs.test());
        Map<String, Double> figures = new LinkedHashMap<>();
        for (double share : SHARES) {
            int[] some =
                    new LabelFraction(share, seed).indices(Photographs.train().labels());
            figures.put(probe(share), Photographs.probe(known, some, asked));
        }
        return figures;
    }

    /** A probe on frozen features, with fewer labels and with all. */
    private record Probed() implements Training.Judge<SimClr> {
        @Override
        public String how() {
            return ProtocolClaims.how("probe");
        }

        @Override
        public Map<String, Double> figures(SimClr method, long seed) {
            return probed(images -> Training.features(method.encoder(), images, method), seed);
        }
    }

    /** Steps that a share of the labels is learned from; more would only be learned by heart. */
    private static int steps(double share) {
        return share == 1 ? 390 : share == 0.1 ? 300 : 150;
    }

    /** Fine-tuning of the whole network, with fewer labels and with all. */
    private record FineTuned() implements Training.Judge<SimClr> {
        private static final double RATE = 1e-3;

        @Override
        public String how() {
            return ProtocolClaims.how("fine-tuning, rate %s, %s".formatted(RATE, Photographs.CROP));
        }

        @Override
        public Map<String, Double> figures(SimClr method, long seed) {
            Downstream.Options options = new Downstream.Options(
                    Photographs.CROP, ContrastClaims.photographs().method().encoder(), Cifar10.CLASSES.size(), false);
            return learned(
                    seed,
                    RATE,
                    () -> new Downstream(
                            options, method.encoder(), Photographs.train().shape(), Devices.best(), seed));
        }
    }

    /** The same network with labels alone. */
    private record FromScratch() implements Trial {
        private static final double RATE = 2e-3;

        private Supervised.Options options() {
            return new Supervised.Options(
                    Photographs.CROP, ContrastClaims.photographs().method().encoder(), Cifar10.CLASSES.size());
        }

        @Override
        public Fingerprint recipe(long seed) {
            return new Fingerprint("")
                    .and("method", options())
                    .and("rate", RATE)
                    .and("data", Photographs.train())
                    .and("judge", ProtocolClaims.how("trained"))
                    .and("seed", seed);
        }

        @Override
        public Outcome run(long seed) {
            long begun = System.nanoTime();
            Map<String, Double> figures = learned(
                    seed,
                    RATE,
                    () -> new Supervised(options(), Photographs.train().shape(), Devices.best(), seed));
            return new Outcome(steps(1), (System.nanoTime() - begun) / 1e9, figures, canary(seed));
        }

        @Override
        public double[] canary(long seed) {
            try (Supervised method =
                            new Supervised(options(), Photographs.train().shape(), Devices.best(), seed);
                    Pretraining training = new Pretraining(method, Photographs.train(), plan(1, RATE, seed))) {
                return Trial.canary(training.quietly().runTo(CANARY));
            }
        }
    }

    private static TrainingOptions plan(double share, double rate, long seed) {
        int images = (int) Math.round(share * Photographs.train().size());
        int batch = Math.min(128, images / 2);
        TrainingOptions plan = TrainingOptions.of(Math.max(1, steps(share) / (images / batch)), batch);
        return plan.with(o -> {
            o.learningRate = rate;
            o.seed = seed;
        });
    }

    /** Learns with each share of the labels and says how much of the test is right. */
    private static Map<String, Double> learned(long seed, double rate, Supplier<Method> start) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (double share : SHARES) {
            try (Method method = start.get();
                    Pretraining training = new Pretraining(
                            method, new LabelFraction(share, seed).of(Photographs.train()), plan(share, rate, seed))) {
                training.quietly().run();
                figures.put(learned(share), Training.accuracy(method.network(), Photographs.test(), method));
            }
        }
        return figures;
    }
}
