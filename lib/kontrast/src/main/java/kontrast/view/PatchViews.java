package kontrast.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The views of patches that the second version of Contrastive Predictive Coding draws. */
public final class PatchViews {

    private PatchViews() {}

    /**
     * Returns the views of a patch: shear, rotation, elastic deformation, colour, colour dropping,
     * in this order. A part whose probability is 0 is left out.
     *
     * <p>Hénaff et al., Data-efficient image recognition with contrastive predictive coding, 2020,
     * section 2.2 ("patch-based augmentation"). Deviations: that paper draws two primitives of
     * AutoAugment out of many for each patch; here shear and rotation stand for them, each with a
     * probability of its own.
     *
     * @param options which parts
     * @return the views, {@code [N, C, p, p] -> [N, C, p, p]}
     */
    public static View of(Options options) {
        List<View> parts = new ArrayList<>();
        if (options.shear > 0) {
            parts.add(new RandomShear(0.3, options.shear));
        }
        if (options.rotation > 0) {
            parts.add(new RandomRotation(30, options.rotation));
        }
        if (options.elastic > 0) {
            parts.add(new ElasticDeformation(8, 2, options.elastic));
        }
        if (options.colour > 0) {
            parts.add(new ColorJitter(0.4, 0.4, 0.4, 0.1, options.colour));
        }
        if (options.dropping > 0) {
            parts.add(new ColorDropping(options.dropping, 0.01));
        }
        if (parts.isEmpty()) {
            parts.add(Views.unchanged());
        }
        return Views.sequence(parts);
    }

    /**
     * How often each part changes a patch.
     *
     * @param dropping probability that two of three colour channels are dropped; 0 is off
     * @param shear probability of a shear by up to 0.3; 0 is off
     * @param rotation probability of a rotation by up to 30 degrees; 0 is off
     * @param elastic probability of an elastic deformation; 0 is off
     * @param colour probability of other brightness, contrast, saturation and hue; 0 is off
     */
    public record Options(double dropping, double shear, double rotation, double elastic, double colour) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if one is not in [0, 1]
         */
        public Options {
            Pixels.checkProbability("dropping", dropping);
            Pixels.checkProbability("shear", shear);
            Pixels.checkProbability("rotation", rotation);
            Pixels.checkProbability("elastic", elastic);
            Pixels.checkProbability("colour", colour);
        }

        /**
         * Returns everything switched off: patches as they are, as in the first paper.
         *
         * @return options to switch single parts on from
         */
        public static Options none() {
            return new Options(0, 0, 0, 0, 0);
        }

        /**
         * Returns everything switched on: colour dropping for every patch, the others for a part of
         * them.
         *
         * @return dropping 1, shear, rotation and elastic 0.3 each, colour 0.8
         */
        public static Options cpc2() {
            return new Options(1, 0.3, 0.3, 0.3, 0.8);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.dropping = 0.3)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.dropping, o.shear, o.rotation, o.elastic, o.colour);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public double dropping = Options.this.dropping;
            public double shear = Options.this.shear;
            public double rotation = Options.this.rotation;
            public double elastic = Options.this.elastic;
            public double colour = Options.this.colour;
        }
    }
}
