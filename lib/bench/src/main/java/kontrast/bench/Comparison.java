package kontrast.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The library against PyTorch and torchvision in Python, which get their best setting each time.
 */
final class Comparison {

    /** The small encoder of the lectures, and a ResNet-18 that two cores can train. */
    static final List<String> SMALL = List.of("encoder=small", "width=16", "cells=4", "batch=128");

    static final List<String> RESNET = List.of("encoder=resnet", "width=16", "batch=64");

    private static final List<String> HEAD = List.of("hidden=128", "output=64", "temperature=0.2");
    private static final List<String> FORMATS = List.of("format=nchw", "format=nhwc");

    private final Setting setting;
    private final BenchReport report;
    private final List<List<String>> results = new ArrayList<>();
    private final List<List<String>> heats = new ArrayList<>();

    Comparison(Setting setting, BenchReport report) {
        this.setting = setting;
        this.report = report;
        results.add(List.of("what", "a unit", "Kontrast, ms", "PyTorch, ms", "ratio", "best of PyTorch"));
        heats.add(List.of("what", "setting of PyTorch", "ms a unit, best of the trials"));
    }

    /** Returns the words of a load with a network and SimCLR's head. */
    static List<String> words(String load, List<String> network) {
        return join(List.of("load=" + load), network, HEAD);
    }

    @SafeVarargs
    static List<String> join(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    /** Measures everything that has a Python side. */
    void run() {
        String small = "small CNN, 128 images of 32 x 32";
        String resnet = "ResNet-18 of width 16, 64 images of 32 x 32";
        List<List<String>> loading = product(List.of("workers=0", "workers=1", "workers=2"));
        measure("SimCLR end to end, " + small, 1.2, words("train", SMALL), train(loading));
        measure("SimCLR end to end, " + resnet, 1.2, words("train", RESNET), train(loading));
        measure("The step alone, " + small, 1.0, words("step", SMALL), product(FORMATS));
        measure("The step alone, " + resnet, 1.0, words("step", RESNET), product(FORMATS));
        measure(
                "Views, 2 x 128 of 32 x 32",
                5.0,
                List.of("load=views", "batch=128"),
                product(List.of("workers=0", "workers=1", "workers=2"), List.of("input=pil", "input=tensor")));
        report.heading("Against PyTorch in Python");
        report.say(
                "A unit is one step of training (two views of each image of the batch, forward, NT-Xent, backward, AdamW), one such step on views made beforehand, or the views of one batch, from bytes to a tensor. A ratio above 1 means that Kontrast is faster. Medians, quartiles in brackets. Each side runs as its users start it: Kontrast as ./course does, which tells the C library to keep the memory that a step frees, PyTorch without such settings (see FINDINGS.md for PyTorch with them).");
        report.table(results);
        report.say("PyTorch's settings, each tried for a moment before the best of them took turns with Kontrast:");
        report.table(heats);
    }

    /** Settings of training: the loader's processes and the order in memory. */
    private static List<List<String>> train(List<List<String>> loading) {
        List<List<String>> all = new ArrayList<>();
        for (List<String> workers : loading) {
            for (String format : FORMATS) {
                all.add(join(workers, List.of(format, "input=pil")));
            }
        }
        return all;
    }

    @SafeVarargs
    private static List<List<String>> product(List<String>... choices) {
        List<List<String>> all = List.of(List.of());
        for (List<String> choice : choices) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> start : all) {
                choice.forEach(word -> longer.add(join(start, List.of(word))));
            }
            all = longer;
        }
        return all;
    }

    private void measure(String what, double goal, List<String> load, List<List<String>> settings) {
        if (setting.python().isEmpty()) {
            report.missing(what, Setting.NO_TORCH);
            return;
        }
        Bench.say(what);
        try (Contender ours = setting.kontrast(load);
                Contender theirs = fastest(what, load, settings)) {
            if (ours.parameters() != theirs.parameters()) {
                throw new IllegalStateException("%s: not the same network, Kontrast trains %d numbers and PyTorch %d"
                        .formatted(what, ours.parameters(), theirs.parameters()));
            }
            Alternation a = Alternation.of(ours, theirs, setting.of(15, 3), setting.turn());
            report.goal(what, goal, a.ratio());
            results.add(List.of(
                    what,
                    load.get(0).equals("load=views") ? "256 views" : "step",
                    a.ours().times(1000).text(1),
                    a.theirs().times(1000).text(1),
                    a.ratio().text(2),
                    theirs.name()));
            Bench.say("  ratio " + a.ratio().text(2) + " against " + theirs.name());
        }
    }

    /** Tries all settings, one after another, and starts the best one again. */
    private Contender fastest(String what, List<String> load, List<List<String>> settings) {
        record Trial(List<String> words, double seconds) {}
        List<Trial> trials = new ArrayList<>();
        for (List<String> words : settings) {
            try (Contender contender = setting.torch(join(load, words))) {
                int units = Alternation.units(contender, setting.turn() / 2);
                double best = Double.MAX_VALUE;
                for (int i = 0; i < setting.of(3, 1); i++) {
                    best = Math.min(best, contender.seconds(units));
                }
                trials.add(new Trial(words, best));
                heats.add(List.of(what, contender.name(), String.format(Locale.ROOT, "%.1f", 1000 * best)));
            }
        }
        trials.sort(Comparator.comparingDouble(Trial::seconds));
        return setting.torch(join(load, trials.get(0).words()));
    }
}
