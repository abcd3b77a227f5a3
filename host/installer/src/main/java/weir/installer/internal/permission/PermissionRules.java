package weir.installer.internal.permission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weir.installer.internal.permission.ClassMembers.Member;
import weir.installer.verify.Permission;

/**
 * The rules of {@code permissions.txt}: which members of which classes are pure, and which permission the others need. Classes have
 * internal names, with slashes. Immutable and thread-safe.
 */
final class PermissionRules {

    static final PermissionRules JDK = read("permissions.txt");

    private static final String PURE = "pure";

    /** By {@code package/*}, {@code package/Class}, {@code package/Class.method} or {@code package/Class.method(descriptor}. */
    private final Map<String, Optional<Permission>> rules = new HashMap<>();

    /** The names of the methods with rules of their own. */
    private final Set<String> methodNames = new HashSet<>();

    private PermissionRules() {}

    private static PermissionRules read(String resource) {
        try (InputStream in = PermissionRules.class.getResourceAsStream(resource)) {
            PermissionRules rules = new PermissionRules();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(rules::add);
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String[] words = line.split(" ");
        Optional<Permission> permission = words[0].equals(PURE)
                ? Optional.empty()
                : Optional.of(Permission.of(words[0]).orElseThrow());
        for (int i = 2; i < words.length; i++) {
            if (rules.put(words[1].replace('.', '/') + "/" + words[i], permission) != null) {
                throw new IllegalStateException("two rules for " + words[1] + " " + words[i]);
            }
            int dot = words[i].indexOf('.');
            if (dot > 0) {
                methodNames.add(words[i].substring(dot + 1).replaceFirst("\\(.*", ""));
            }
        }
    }

    /** The permission that a class or interface needs if a class extends it; empty if it is pure. */
    Optional<Permission> ofType(String type) {
        for (String name = type; ; name = name.substring(0, name.lastIndexOf('$'))) {
            if (rules.containsKey(name)) {
                return rules.get(name);
            }
            if (name.lastIndexOf('$') <= 0) {
                String rest = name.substring(0, name.lastIndexOf('/') + 1) + "*";
                return rules.getOrDefault(rest, Optional.of(Permission.OTHER));
            }
        }
    }

    /** The permission that a member needs; empty if it is pure. */
    Optional<Permission> of(Member member) {
        if (methodNames.contains(member.name())) {
            for (String owner : withSupertypes(member.owner())) {
                Optional<Optional<Permission>> rule = ofMethod(owner, member);
                if (rule.isPresent()) {
                    return rule.get();
                }
            }
        }
        return ofType(member.owner());
    }

    /** Whether a rule names a method of this name. */
    boolean isMethodName(String name) {
        return methodNames.contains(name);
    }

    /** The rule that names this method of the class; the one with the longest part of the descriptor, if there are several. */
    private Optional<Optional<Permission>> ofMethod(String owner, Member member) {
        String outermost = owner.replaceFirst("(?<=[^/])\\$.*", "");
        for (String type : owner.equals(outermost) ? List.of(owner) : List.of(owner, outermost)) {
            String method = type + "." + member.name();
            String key = method + member.descriptor();
            for (int length = key.length(); length >= method.length(); length--) {
                Optional<Permission> rule = rules.get(key.substring(0, length));
                if (rule != null) {
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }

    /** The class and, if it is one of the JDK, the types from which it inherits; the nearest first. */
    private static Set<String> withSupertypes(String type) {
        Set<String> names = new LinkedHashSet<>(Set.of(type));
        List<Class<?>> classes = new ArrayList<>();
        try {
            classes.add(Class.forName(type.replace('/', '.'), false, ClassLoader.getPlatformClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return names; // a class of another Java release, or of a bundle
        }
        for (int i = 0; i < classes.size(); i++) {
            Class<?> each = classes.get(i);
            if (names.add(each.getName().replace('.', '/')) || i == 0) {
                if (each.getSuperclass() != null) {
                    classes.add(each.getSuperclass());
                }
                classes.addAll(List.of(each.getInterfaces()));
            }
        }
        names.add("java/lang/Object"); // which interfaces inherit, too
        return names;
    }
}
