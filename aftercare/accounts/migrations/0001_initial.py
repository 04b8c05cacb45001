import aftercare.core.ids
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from aftercare.core.together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name='Region',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                        ('kind', models.CharField(choices=[('care', 'Addiction care'), ('partner', 'Partner in the social domain')], default='care', max_length=10, verbose_name='kind')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='accounts.region', verbose_name='region')),
                        ('time_zone', models.CharField(default='Europe/Amsterdam', max_length=40, verbose_name='time zone')),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='e-mail address')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('called', models.CharField(blank=True, help_text='How you want to be called.', max_length=60, verbose_name='called')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                        ('language', models.CharField(choices=[('nl', 'Dutch'), ('en', 'English')], default='nl', max_length=5, verbose_name='language')),
                        ('time_zone', models.CharField(default='Europe/Amsterdam', max_length=40, verbose_name='time zone')),
                        ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='quiet from')),
                        ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='quiet until')),
                        ('gets_letters', models.BooleanField(default=True, verbose_name='an e-mail when something is ready')),
                        ('gets_texts', models.BooleanField(db_default=False, default=False, verbose_name='a text message when something is ready')),
                        ('texts_first', models.BooleanField(db_default=False, default=False, verbose_name='the text message first')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
                        ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('session_epoch', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='user_quiet_from_and_until_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.organisation')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.region')),
                        ('role', models.CharField(choices=[('counsellor', 'Counsellor'), ('coordinator', 'Coordinator'), ('peer_worker', 'Peer worker'), ('partner', 'Partner (social domain)'), ('manager', 'Manager'), ('policy_maker', 'Policy maker'), ('administrator', 'Administrator'), ('client', 'Client'), ('relative', 'Relative'), ('system', 'The portal itself')], max_length=20, verbose_name='role')),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                    ],
                    options={
                        'ordering': ['user__name', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('region__isnull', False), ('role__in', ['policy_maker'])), models.Q(models.Q(('role__in', ['policy_maker']), _negated=True), ('organisation__isnull', False), ('region', None)), _connector='OR'), name='membership_in_region_or_organisation'), models.CheckConstraint(condition=models.Q(('role__in', ['client', 'relative', 'system']), _negated=True), name='membership_role_is_a_staff_role'), models.UniqueConstraint(models.F('user'), models.F('role'), models.F('organisation'), models.F('region'), condition=models.Q(('ended_at', None)), name='membership_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('renews', models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        'ordering': ['-invited_at', '-id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None), _connector='OR'), name='invitation_accepted_or_withdrawn'), models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('user', 'organisation'), name='invitation_one_pending')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarLink',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_links', to=settings.AUTH_USER_MODEL)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-made_at', '-id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user',), name='calendar_link_one_working')],
                    },
                ),
            ]
        ),
    ]
